"""Variants of numeric questions: drawn by seed, shown in the prompt, answered."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import cast

import pytest
from bank_support import VALID
from hypothesis import given, settings
from hypothesis import strategies as st

from quizkit.bank import load
from quizkit.bank.expression import ExpressionError
from quizkit.bank.variants import allowed, draw, expected, render, values, variants
from quizkit.errors import ContentError
from quizkit.model import NumericQuestion, Parameter

steady = settings(derandomize=True, deadline=None, max_examples=150)
QUESTION = cast(NumericQuestion, load([VALID], cached=False).question("a-number"))


def with_params(where: tuple[str, ...] = (), **params: Parameter) -> NumericQuestion:
    return replace(QUESTION, params=params, where=where)


@steady
@given(st.integers(-(2**63), 2**63))
def test_a_variant_takes_its_values_from_the_parameters_and_obeys_where(seed: int) -> None:
    drawn = draw(QUESTION, seed)
    assert drawn == draw(QUESTION, seed)
    assert all(drawn[name] in values(parameter) for name, parameter in QUESTION.params.items())
    assert allowed(QUESTION, drawn)
    product = drawn["rows"] * drawn["columns"] * drawn["rate"]
    assert expected(QUESTION, drawn) == pytest.approx(product)


def test_the_variant_of_a_seed_never_changes() -> None:
    """Reviews store the seed; these numbers must stay what they are."""
    assert draw(QUESTION, 0) == {"rows": 2, "columns": 1, "rate": 0.4}
    assert draw(QUESTION, 1) == {"rows": 5, "columns": 3, "rate": 0.4}


def test_a_variant_is_the_same_in_another_process() -> None:
    code = (
        "from pathlib import Path; from quizkit.bank import load, variants;"
        f"print(dict(variants.draw(load([Path({str(VALID)!r})], cached=False)"
        ".question('a-number'), 7)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(dict(draw(QUESTION, 7)))


def test_seeds_reach_every_variant() -> None:
    found = {tuple(draw(QUESTION, seed).values()) for seed in range(2_000)}
    assert found == {tuple(drawn.values()) for drawn in variants(QUESTION)}


def test_a_condition_that_one_variant_in_thousands_satisfies_is_still_met() -> None:
    wide = Parameter(low=1, high=100)
    question = with_params(("a == 37", "b == 99"), a=wide, b=wide)
    assert draw(question, 3) == {"a": 37, "b": 99}


def test_no_variant_is_a_fault_that_names_the_condition() -> None:
    question = with_params(("a > 5",), a=Parameter(of=(1, 2)))
    with pytest.raises(ContentError, match=r"`a-number`: expected values .* none for `a > 5`"):
        draw(question, 0)


def test_a_question_without_parameters_has_one_variant() -> None:
    assert draw(with_params(), 9) == {}


@pytest.mark.parametrize(
    ("parameter", "meant"),
    [
        (Parameter(of=(3, 1, 2)), [3, 1, 2]),
        (Parameter(low=1, high=7, step=2), [1, 3, 5, 7]),
        (Parameter(low=1, high=6, step=2), [1, 3, 5]),
        (Parameter(low=0.1, high=0.5, step=0.1), [0.1, 0.2, 0.3, 0.4, 0.5]),
        (Parameter(low=2, high=2), [2]),
    ],
)
def test_the_values_of_a_parameter(parameter: Parameter, meant: list[float]) -> None:
    assert list(values(parameter)) == meant


@pytest.mark.parametrize(
    ("template", "meant"),
    [
        ("{n} and {x}", "5 and 0.5"),
        ("{n * x:.3f}", "2.500"),
        ("{n / 5} {10 / 4} {0.1 + 0.2}", "1 2.5 0.3"),
        ("{10 / 2:d} {n:,} {x:.0%} {10 ** 20}", "5 5 50% 100000000000000000000"),
        ("{{n}} {{}} {{{n}}}", "{n} {} {5}"),
        ("`(N, C)`，共 {n} 个", "`(N, C)`，共 5 个"),
        ("nothing", "nothing"),
        ("", ""),
    ],
)
def test_placeholders_are_computed_and_doubled_braces_are_braces(template: str, meant: str) -> None:
    assert render(template, {"n": 5, "x": 0.5}) == meant


@pytest.mark.parametrize(
    "template",
    ["{", "}", "{n", "n}", "{}", "{n:}", "{n!r}", "{n=}", "{n:>9999999}", "{n:.999f}", "{m}",
     "{n.real}", "{x:d}", "{{n}", "{n{n}}", "{n:{n}}", "{log(-1)}"],
)  # fmt: skip
def test_a_template_that_cannot_be_filled_is_a_fault(template: str) -> None:
    with pytest.raises(ExpressionError):
        render(template, {"n": 5, "x": 0.5})


@steady
@given(st.text("{}n:.2f ,x5", max_size=12))
def test_a_template_is_filled_or_refused_and_never_evaluated_otherwise(template: str) -> None:
    variables: Mapping[str, float] = {"n": 5, "x": 0.5}
    try:
        shown = render(template, variables)
    except ExpressionError:
        return
    if "{" not in template and "}" not in template:
        assert shown == template
