"""A term too many or too few: the difference is one thing, and which."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from quizkit.grading.checks import Array
from quizkit.grading.diagnosis.structure.common import Context, Finding, equal, values


def known_term(got: Array, want: Array, context: Context) -> Finding | None:
    """The difference is an array of the call, or a multiple of one."""
    for name, array in _fitting(want, context):
        difference = got - want
        share = float((difference * array).sum() / (array * array).sum())
        if not share or not _explains(got, want, share * array):
            continue
        if abs(share - 1) < 1e-7:
            return Finding("term_added", {"name": name})
        if abs(share + 1) < 1e-7:
            return Finding("term_missing", {"name": name})
        return Finding("term_multiple", {"name": name})
    return None


def _fitting(want: Array, context: Context) -> Iterator[tuple[str, Array]]:
    """The arrays of the call that could be a term of `want`."""
    for name, array in (*context.inputs.items(), *context.others.items()):
        if array.dtype.kind == "f" and array.shape == want.shape and values(array) >= 3:
            yield name, array


def offset(got: Array, want: Array, context: Context) -> Finding | None:
    """The same number too much everywhere, or the same slice along one axis. Which is not said."""
    if values(want) < 3:
        return None
    difference = got - want
    if _explains(got, want, np.broadcast_to(difference.mean(), want.shape)):
        return Finding("offset")
    for axis in range(want.ndim if want.ndim > 1 else 0):
        line = difference.mean(axis, keepdims=True)
        if want.shape[axis] >= 3 and _explains(got, want, np.broadcast_to(line, want.shape)):
            return Finding("offset_along", {"axis": axis, "size": want.shape[axis]})
    return None


def _explains(got: Array, want: Array, term: Array) -> bool:
    """Whether got = want + term, and term is no mere rounding of it."""
    return equal(got, want + term) and not equal(got, want)
