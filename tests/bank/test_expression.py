"""Expressions compute what Python computes, and nothing else."""

from __future__ import annotations

import ast
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizkit.bank.expression import MAX_BITS, Expression, ExpressionError
from quizkit.errors import ContentError

VARIABLES = {"n": 5, "x": 0.5, "zero": 0}
steady = settings(derandomize=True, deadline=None, max_examples=300)


def refused(text: str) -> str:
    """The code of the fault that the expression raises when made or computed."""
    with pytest.raises(ExpressionError) as caught:
        Expression(text).value(VARIABLES)
    assert isinstance(caught.value, ContentError)
    return caught.value.fault.code.removeprefix("expression_")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("16 * (n * n + n)", 480),
        ("n // 2 + n % 2", 3),
        ("-n ** 2", -25),
        ("2 ** -1", 0.5),
        ("log(e)", 1.0),
        ("log2(8) + floor(2.5) + ceil(2.5)", 8.0),
        ("sqrt(16) + abs(-1) + round(2.567, 1)", 7.6),
        ("sum(range(1, 10))", 45),
        ("sum([1, 2, n])", 8),
        ("max(1, n) - min([2, 3])", 3),
        ("len(range(0, n, 2))", 3),
        ("exp(0) + tanh(0) + sin(0) + cos(0)", 2.0),
        ("pi", math.pi),
        ("1 if n > 3 else 2", 1),
        ("zero or n", 5),
        ("n and zero", 0),
        ("not zero", True),
        ("1 < n <= 5 != 4", True),
        ("1 < n < 2", False),
        ("  n ", 5),
    ],
)
def test_an_expression_has_the_value_python_gives_it(text: str, meant: float) -> None:
    found = Expression(text).value(VARIABLES)
    assert found == meant and type(found) is type(meant)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('ls')",
        "().__class__",
        "n.real",
        "n[0]",
        "lambda: 1",
        "[i for i in range(3)]",
        "sum(i for i in range(3))",
        "{1: 2}",
        "(1, 2)",
        "'a'",
        "f'{n}'",
        "1j",
        "None",
        "...",
        "eval('1')",
        "open(n)",
        "abs",
        "max(*[1])",
        "max([1], key=abs)",
        "n is 5",
        "n in [5]",
        "n | 1",
        "~n",
        "n @ n",
        "(n := 3)",
        "await n",
        "print(1)",
    ],
)
def test_anything_else_is_not_allowed(text: str) -> None:
    assert refused(text) == "not_allowed"


@pytest.mark.parametrize("text", ["", "n +", "n n", "import os", "a = 1", "1if n else 2", "\x00"])
def test_what_is_no_expression_is_a_syntax_fault(text: str) -> None:
    assert refused(text) == "syntax"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("9 ** 9 ** 9", "too_large"),
        ("n ** 10000", "too_large"),
        (" * ".join(["2 ** 1000"] * 4), "too_large"),
        ("sum(range(10 ** 9))", "long_range"),
        ("len(range(10 ** 300))", "undefined"),
        ("[0] * 10 ** 9", "operand"),
        ("range(3)", "operand"),
        ("[1, 2]", "operand"),
        ("sum(n)", "operand"),
        ("abs([1])", "operand"),
        ("round(1, -10 ** 9)", "operand"),
        ("range(0.5)", "operand"),
        ("sum([range(2)])", "operand"),
        ("abs()", "arguments"),
        ("range()", "arguments"),
        ("+".join(["n"] * 400), "too_long"),
        ("-" * 300 + "n", "too_deep"),
        ("m", "unknown_name"),
        ("1 / zero", "undefined"),
        ("n % zero", "undefined"),
        ("0 ** -1", "undefined"),
        ("(-1) ** 0.5", "undefined"),
        ("log(-1)", "undefined"),
        ("exp(1000)", "undefined"),
        ("1e308 * 10", "undefined"),
        ("10.0 ** 400", "undefined"),
        ("1e999", "undefined"),
        ("floor(1e308) * 1e308", "undefined"),
        ("min([])", "undefined"),
    ],
)
def test_every_way_to_fail_has_its_own_fault(text: str, code: str) -> None:
    assert refused(text) == code


def test_an_expression_knows_the_parameters_it_uses() -> None:
    assert Expression("rows * (columns + pi) - max(rows, e)").names == {"rows", "columns"}


def test_a_fault_names_the_expression_and_the_known_names() -> None:
    with pytest.raises(
        ExpressionError, match=r"`m \+ 1`: expected one of `n`, `x`, `zero`, got `m`"
    ):
        Expression("m + 1").value(VARIABLES)


def test_a_condition_holds_or_not() -> None:
    assert Expression("n > 3 and x < 1").holds(VARIABLES)
    assert not Expression("zero").holds(VARIABLES)


LEAVES = st.one_of(
    st.integers(0, 50).map(str),
    st.floats(0, 50).map(repr),
    st.sampled_from(["n", "x", "zero", "pi", "e", "True"]),
)


def _grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operators = ["+", "-", "*", "/", "//", "%", "**", "<", "<=", "==", "!=", ">", "and", "or"]
    functions = ["abs", "floor", "sqrt", "exp", "log", "tanh", "round", "sum", "len", "range"]
    return st.one_of(
        st.tuples(inner, st.sampled_from(operators), inner).map(lambda t: f"({' '.join(t)})"),
        st.tuples(st.sampled_from(functions), inner).map(lambda t: f"{t[0]}({t[1]})"),
        st.tuples(inner, inner, inner).map(lambda t: f"({t[0]} if {t[1]} else {t[2]})"),
        st.tuples(st.sampled_from(["max", "min"]), inner, inner).map(
            lambda t: f"{t[0]}({t[1]}, {t[2]})"
        ),
        st.lists(inner, max_size=3).map(lambda items: f"sum([{', '.join(items)}])"),
        inner.map(lambda text: f"(-{text})"),
        inner.map(lambda text: f"(not {text})"),
    )


PYTHON = {name: getattr(math, name) for name in ("floor", "sqrt", "exp", "log", "tanh", "pi", "e")}


@steady
@given(st.recursive(LEAVES, _grow, max_leaves=8))
def test_where_there_is_a_value_it_is_pythons(text: str) -> None:
    try:
        found = Expression(text).value(VARIABLES)
    except ExpressionError:
        return
    meant = eval(text, {**PYTHON, **VARIABLES})  # the test's own text, not a bank's
    assert found == meant and type(found) is type(meant)
    assert math.isfinite(found) if isinstance(found, float) else found.bit_length() <= MAX_BITS


@steady
@given(st.one_of(st.text(max_size=40), st.text("n0+-*/%()[]<>=,.:'\" \n{}abdefx_", max_size=40)))
def test_no_text_does_anything_but_compute_or_be_refused(text: str) -> None:
    try:
        expression = Expression(text)
        value = expression.value(VARIABLES)
    except ExpressionError as error:
        assert "\n" not in str(error)
    else:
        assert isinstance(value, int | float)
        assert expression.names <= {
            node.id for node in ast.walk(ast.parse(text.strip())) if isinstance(node, ast.Name)
        }
