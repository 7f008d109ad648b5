"""Numeric questions have variants: numbers drawn by a seed, put into the prompt and the answer.

`draw(question, seed)` gives the numbers, `render(template, variables)` the text with them,
`expected(question, variables)` the right answer. The same seed gives the same numbers everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from random import Random

from quizkit.bank.expression import (
    Expression,
    ExpressionError,
    Number,
    Variables,
    parse,
    refuse,
)
from quizkit.bank.faults import fault, shown
from quizkit.errors import ContentError
from quizkit.model import NumericQuestion, Parameter

MAX_VALUES = 10_000
MAX_TRIED = 20_000
QUICK_TRIES = 100
_SPEC = re.compile(r"\+?(0?[1-9]\d?)?,?(\.\d{1,2})?[dfeg%]?")
_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+")


def values(parameter: Parameter) -> Sequence[Number]:
    """Every value the parameter may take, in order; at most MAX_VALUES of a range."""
    if parameter.of:
        return parameter.of
    low, high, step = parameter.low, parameter.high, parameter.step
    if low is None or high is None or step <= 0 or high < low:
        return ()
    count = min(int((high - low) / step + 1e-9) + 1, MAX_VALUES)
    if isinstance(low, int) and isinstance(step, int):
        return range(low, low + count * step, step)
    return [round(low + index * step, 10) for index in range(count)]


def draw(question: NumericQuestion, seed: int) -> Mapping[str, Number]:
    """The parameters of variant `seed`: drawn until every condition of `where` holds.

    Raises ContentError if no variant satisfies them.
    """
    rng = Random(f"{question.id}:{seed}")
    choices = {name: values(parameter) for name, parameter in question.params.items()}
    if all(choices.values()):
        for _ in range(QUICK_TRIES):
            drawn = {name: of[int(rng.random() * len(of))] for name, of in choices.items()}
            if allowed(question, drawn):
                return drawn
        for found in variants(question, MAX_TRIED, int(rng.random() * 2**53)):
            return found
    where = shown(" and ".join(question.where))
    raise ContentError([fault("no_variant", "", None, question.id, where=where)])


def variants(
    question: NumericQuestion, tried: int = MAX_TRIED, start: int = 0
) -> Iterator[Mapping[str, Number]]:
    """The variants that satisfy `where` among at most `tried`, spread over all of them."""
    choices = {name: values(parameter) for name, parameter in question.params.items()}
    total = 1
    for of in choices.values():
        total *= len(of)
    count = min(total, tried)
    for index in range(count):
        rest = (start + index * total // count) % total
        drawn = {}
        for name, of in choices.items():
            rest, place = divmod(rest, len(of))
            drawn[name] = of[place]
        if allowed(question, drawn):
            yield drawn


def allowed(question: NumericQuestion, variables: Variables) -> bool:
    """Whether these numbers satisfy every condition of the question."""
    return all(parse(condition).holds(variables) for condition in question.where)


def expected(question: NumericQuestion, variables: Variables) -> float:
    """The right answer for these numbers."""
    try:
        return float(parse(question.answer).value(variables))
    except OverflowError:
        raise refuse("undefined", question.answer, got=shown("overflow")) from None


def render(template: str, variables: Variables) -> str:
    """`template` with each `{expression}` computed; `{expression:.4f}` formats, `{{` is a brace."""
    return "".join(
        part if isinstance(part, str) else _formatted(part[0], part[1], variables)
        for part in pieces(template)
    )


@lru_cache(maxsize=256)
def pieces(template: str) -> tuple[str | tuple[Expression, str], ...]:
    """The literal parts of a template and its placeholders (expression, format)."""
    return tuple(_piece(match, template) for match in _PIECE.finditer(template))


def _piece(match: re.Match[str], template: str) -> str | tuple[Expression, str]:
    whole = match[0]
    if whole in ("{{", "}}"):
        return whole[0]
    if whole in ("{", "}"):
        raise refuse("brace", _around(template, match.start()), got=shown(whole))
    if match[1] is None:
        return whole
    text, colon, spec = match[1].partition(":")
    if not text.strip() or not _SPEC.fullmatch(spec) or (colon and not spec):
        raise refuse("placeholder", whole, got=shown(whole))
    return parse(text.strip()), spec


def _around(template: str, place: int) -> str:
    return template[max(0, place - 15) : place + 15]


def _formatted(expression: Expression, spec: str, variables: Variables) -> str:
    value = expression.value(variables)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 and spec in ("", "d"):
        value = int(value)
    if not spec:
        return f"{value:.10g}" if isinstance(value, float) else str(value)
    try:
        return format(value, spec)
    except (ValueError, OverflowError) as error:
        raise refuse("undefined", expression.text, got=shown(error)) from None


__all__ = [
    "ExpressionError",
    "allowed",
    "draw",
    "expected",
    "pieces",
    "render",
    "values",
    "variants",
]
