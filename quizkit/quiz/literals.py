"""Printed values, read without executing anything: numbers, lists, tensors, text."""

from __future__ import annotations

import ast
import math
import re
from typing import Any

from quizkit.model.record import dataclass
from quizkit.quiz.normalise import fold

SHOWN_DIGITS = 4  # from here on a printed decimal fraction counts as rounded
_WRAPPERS = frozenset(
    {"tensor", "array", "Size", "Parameter", "float", "int", "float32", "float64", "int64"}
)
_NAMES = {
    "nan": math.nan, "inf": math.inf, "infinity": math.inf,
    "true": True, "false": False, "none": None,
}  # fmt: skip
_NOISE = re.compile(r",?\s*grad_fn=<[^<>]*>")
_GAP = re.compile(r"(?<=[\w.\])])\s+(?=[\w.\[(+-])")
_TOKEN = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|[^\W\d]\w*|[^\s'\",]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """A number with the size of half its last printed digit, if it looks rounded; else 0."""

    value: int | float
    slack: float = 0.0


class _Unread(Exception):
    """Not a value."""


def read(text: str) -> Any:
    """The value that a line is: Number, bool, None, str, tuple of values; several make a tuple.

    Raises ValueError for other text.
    """
    plain = _NOISE.sub("", fold(text))
    for candidate in (plain, _GAP.sub(", ", plain)):
        try:
            return _value(ast.parse(candidate, mode="eval").body, candidate)
        except (_Unread, SyntaxError, ValueError, MemoryError, RecursionError):
            continue
    raise ValueError(text)


def _value(node: ast.expr, source: str) -> Any:
    match node:
        case ast.Constant(value=bool() | None | str()):
            return node.value
        case ast.Constant(value=int() | float()):
            return _number(node, source)
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
            return _signed(_value(operand, source), isinstance(node.op, ast.USub))
        case ast.List() | ast.Tuple() | ast.Set():
            return tuple(_value(item, source) for item in node.elts)
        case ast.Dict(keys=keys, values=values) if all(keys):
            pairs = zip(keys, values, strict=True)
            return tuple((_value(key, source), _value(item, source)) for key, item in pairs if key)
        case ast.Name(id=name) | ast.Attribute(value=ast.Name(), attr=name):
            return _named(name)
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[first]):
            return _wrapped(name, _value(first, source))
    raise _Unread


def _number(node: ast.Constant, source: str) -> Number:
    value: int | float = node.value  # type: ignore[assignment]
    digits = (ast.get_source_segment(source, node) or "").lower().partition("e")
    places = len(digits[0].partition(".")[2]) - int(digits[2] or 0)
    rounded = len(digits[0].partition(".")[2]) >= SHOWN_DIGITS
    return Number(value, 0.5000001 * 10.0**-places if rounded else 0.0)


def _signed(value: Any, negative: bool) -> Number:
    if not isinstance(value, Number):
        raise _Unread
    return Number(-value.value, value.slack) if negative else value


def _named(name: str) -> Any:
    if name.lower() not in _NAMES:
        raise _Unread
    value = _NAMES[name.lower()]
    return value if value is None or isinstance(value, bool) else Number(value)


def _wrapped(name: str, value: Any) -> Any:
    if name not in _WRAPPERS:
        raise _Unread
    return _named(value) if isinstance(value, str) else value


def equal(right: Any, mine: Any) -> bool:
    """3 == 3.0, [1] == (1,), nan == nan; True != 1. `right` may be a rounded print of `mine`."""
    if isinstance(right, tuple) and isinstance(mine, tuple):
        return len(right) == len(mine) and all(map(equal, right, mine))
    if isinstance(right, Number) and isinstance(mine, Number):
        return _near(right, mine.value)
    return bool(type(right) is type(mine) and right == mine)


def _near(right: Number, mine: int | float) -> bool:
    if right.value == mine or (right.value != right.value and mine != mine):
        return True
    if isinstance(right.value, int) and isinstance(mine, int):
        return False
    try:
        exact = 1e-9 * max(abs(right.value), abs(mine))
        return abs(right.value - mine) <= max(exact, right.slack) < math.inf
    except OverflowError:
        return False


def alike(right: str, mine: str) -> bool:
    """Whether two lines of text agree word by word, their numbers by value."""
    ours, theirs = _tokens(right), _tokens(mine)
    return len(ours) == len(theirs) and all(map(equal, ours, theirs))


def _tokens(text: str) -> list[Any]:
    plain = re.sub(r"\btorch\.", "", fold(text).lower())
    return [_token(token) for token in _TOKEN.findall(plain)]


def _token(token: str) -> Any:
    if not token.strip("+-.")[:1].isdecimal():
        return token
    try:
        return Number(float(token))
    except ValueError:
        return token
