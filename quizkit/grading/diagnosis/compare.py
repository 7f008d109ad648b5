"""Whether two answers to one request are the same, up to what a harmless difference can do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from quizkit.grading.checks import TOLERANCE, TRAINING_TOLERANCE, Array
from quizkit.grading.requests import Asked
from quizkit.sandbox.failures import Failure

ECHOES = ("inputs", "cotangent", "given")
FLOAT32_TOLERANCE = 1e-5  # some hundred roundings of 2**-24
Path = tuple[str | int, ...]
_MISSING = object()


def same_answer(asked: Asked, other: Asked) -> bool:
    """Whether `other`, the answer to the same request, is the same reply or the same failure."""
    if asked.failure is not None or other.failure is not None:
        return same_failure(asked.failure, other.failure)
    if not asked.fields.get("echo"):
        return same(asked.reply, other.reply)
    plain, theirs = (_without_echoes(one.reply) for one in (asked, other))
    return same(plain, theirs) and changed(asked) == changed(other)


def same_failure(one: Failure | None, other: Failure | None) -> bool:
    """The same kind, code and facts; where in the file it happened may differ."""
    if one is None or other is None or (one.kind, one.code) != (other.kind, other.code):
        return False
    return _placeless(one.facts) == _placeless(other.facts)


def _placeless(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in facts.items() if key not in ("frames", "line", "text")}


def _without_echoes(reply: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in reply.items() if key not in ECHOES}


def changed(asked: Asked) -> list[bool]:
    """For each array that came back as it is after the call: whether it was written into."""
    sent = list(arrays(asked.fields))
    back = [a for key in ECHOES for a in arrays(asked.reply.get(key))]
    return [not any(_identical(one, other) for other in sent) for one in back]


def _identical(one: Array, other: Array) -> bool:
    return bool(np.array_equal(one, other, equal_nan=other.dtype.kind == "f"))


def arrays(value: Any) -> Iterator[Array]:
    """Every array in a nest of mappings, lists and tuples."""
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from arrays(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from arrays(item)


def same(one: Any, other: Any) -> bool:
    """Equal up to rounding: structure, keys, shapes and dtypes exactly, numbers closely.

    A number may come as a float or as an array without axes.
    """
    if is_number(one) and is_number(other):
        return close(np.asarray(one), np.asarray(other))
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return isinstance(one, np.ndarray) and isinstance(other, np.ndarray) and close(one, other)
    if isinstance(one, Mapping):
        if not isinstance(other, Mapping) or set(one) != set(other):
            return False
        return all(same(one[key], other[key]) for key in one)
    if isinstance(one, (list, tuple)):
        if not isinstance(other, (list, tuple)) or len(one) != len(other):
            return False
        if one and all(isinstance(item, float) for item in (*one, *other)):
            return close(np.asarray(one), np.asarray(other), TRAINING_TOLERANCE)
        return all(same(mine, theirs) for mine, theirs in zip(one, other, strict=True))
    return bool(one == other)


def is_number(value: Any) -> bool:
    """Whether `value` is one floating-point number."""
    return isinstance(value, float) or (isinstance(value, np.ndarray) and value.shape == ())


def close(one: Array, other: Array, tolerance: float = 0.0) -> bool:
    """Equal within the tolerance of the dtype, scaled; NaN equals NaN, an infinity itself."""
    if one.shape != other.shape or one.dtype != other.dtype:
        return False
    if one.dtype.kind != "f":
        return bool(np.array_equal(one, other))
    finite = np.isfinite(one)
    if not np.array_equal(finite, np.isfinite(other)):
        return False
    if not np.array_equal(one[~finite], other[~finite], equal_nan=True):
        return False
    mine, theirs = one[finite].astype(float), other[finite].astype(float)
    allowed = max(tolerance, FLOAT32_TOLERANCE if one.dtype == np.float32 else TOLERANCE)
    scale = max(np.abs(mine).max(initial=0.0), np.abs(theirs).max(initial=0.0))
    return bool(np.abs(mine - theirs).max(initial=0.0) <= allowed * scale)


def path_to(reply: Any, array: Array, at: Path = ()) -> Path | None:
    """Where `array` (the very object, or a view of it, or its numbers as a list) is in a reply."""
    if isinstance(reply, np.ndarray):
        return at if reply is array or reply is array.base else None
    if isinstance(reply, float):
        return at if array.shape == () and np.array_equal(reply, array, equal_nan=True) else None
    if isinstance(reply, (list, tuple)):
        numbers = bool(reply) and all(isinstance(item, float) for item in reply)
        if numbers and np.array_equal(np.asarray(reply), array, equal_nan=True):
            return at
    items = reply.items() if isinstance(reply, Mapping) else _numbered(reply)
    for key, item in items:
        found = path_to(item, array, (*at, key))
        if found is not None:
            return found
    return None


def _numbered(value: Any) -> Iterator[tuple[int, Any]]:
    return iter(enumerate(value) if isinstance(value, (list, tuple)) else ())


def part(reply: Any, path: Path) -> Any:
    """What is at `path` in a reply; an object equal to nothing where there is nothing."""
    for key in path:
        try:
            reply = reply[key]
        except (KeyError, IndexError, TypeError):
            return _MISSING
    return reply
