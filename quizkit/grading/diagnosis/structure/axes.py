"""Right numbers at wrong places: transposed, reversed, shifted, in another order, repeated."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, permutations

import numpy as np

from quizkit.grading.checks import Array
from quizkit.grading.diagnosis.structure.common import Context, Finding, equal, values

FEWEST = 3  # different numbers that an array must have: fewer are often where they should not be
MOST_AXES = 4
FARTHEST = 3
MOST_ENTRIES = 4096


def transposed(got: Array, want: Array, context: Context) -> Finding | None:
    """The axes of the right array in another order."""
    for order, turned in _turned(want):
        if equal(got, turned):
            if want.ndim == 2:
                return Finding("transposed")
            return Finding("axes_swapped", {"order": list(order)})
    return None


def reshaped(got: Array, want: Array, context: Context) -> Finding | None:
    """The right numbers in another shape, or transposed and then reshaped to fit."""
    if got.size != want.size or values(want) < FEWEST:
        return None
    if got.shape != want.shape and equal(got.ravel(), want.ravel()):
        return Finding("reshaped")
    for _, turned in _turned(want):
        if equal(got.ravel(), turned.ravel()):
            return Finding("transposed_reshaped")
    return None


def _turned(want: Array) -> Iterator[tuple[tuple[int, ...], Array]]:
    """Every other order of the axes, where the array is not the same in it."""
    if not 2 <= want.ndim <= MOST_AXES or values(want) < FEWEST:
        return
    for order in permutations(range(want.ndim)):
        turned = want.transpose(order)
        if order != tuple(range(want.ndim)) and not equal(turned, want):
            yield order, turned


def reversed_axes(got: Array, want: Array, context: Context) -> Finding | None:
    """One axis or several run backwards."""
    if values(want) < FEWEST:
        return None
    for count in range(1, min(want.ndim, MOST_AXES) + 1):
        for some in combinations(range(want.ndim), count):
            if equal(got, np.flip(want, some)):
                code = "reversed" if count == 1 else "reversed_several"
                return Finding(code, {"axis": some[0]} if count == 1 else {"axes": list(some)})
    return None


def shifted(got: Array, want: Array, context: Context) -> Finding | None:
    """Everything sits a few places further along one axis, or before."""
    for axis, size in enumerate(want.shape):
        for by in range(1, min(FARTHEST, size // 2) + 1):
            for sign in (by, -by):
                if _is_shifted(np.moveaxis(got, axis, 0), np.moveaxis(want, axis, 0), sign):
                    return Finding("shifted", {"axis": axis, "by": sign})
    return None


def _is_shifted(got: Array, want: Array, by: int) -> bool:
    """Whether got[i + by] = want[i] wherever both are inside."""
    mine, right = (got[by:], want[:-by]) if by > 0 else (got[:by], want[-by:])
    return values(right) >= FEWEST and equal(mine, right)


def reordered(got: Array, want: Array, context: Context) -> Finding | None:
    """The right slices along one axis in another order, or all entries in another order."""
    if values(want) < FEWEST + 1 or want.size > MOST_ENTRIES:
        return None
    for axis in range(want.ndim if want.ndim > 1 else 0):
        mine = np.moveaxis(got, axis, 0).reshape(want.shape[axis], -1)
        right = np.moveaxis(want, axis, 0).reshape(want.shape[axis], -1)
        if mine.shape[0] > 1 and _same_slices(mine, right):
            return Finding("reordered_along", {"axis": axis})
    if equal(np.sort(got, axis=None), np.sort(want, axis=None)):
        return Finding("reordered")
    return None


def _same_slices(mine: Array, right: Array) -> bool:
    """Whether each row of one is a row of the other, each once."""
    left = list(range(len(right)))
    scale = float(np.abs(right).max())
    for row in mine:
        found = [i for i in left if np.abs(row - right[i]).max() <= 1e-9 * scale]
        if not found:
            return False
        left.remove(found[0])
    return True


def repeated(got: Array, want: Array, context: Context) -> Finding | None:
    """The same along an axis along which it should differ: its mean, sum, first or last there."""
    if values(want) < FEWEST:
        return None
    for axis, size in enumerate(want.shape):
        if size < 2 or equal(want, np.broadcast_to(want.take([0], axis), want.shape)):
            continue
        made = {
            "mean": want.mean(axis, keepdims=True), "sum": want.sum(axis, keepdims=True),
            "first": want.take([0], axis), "last": want.take([size - 1], axis),
        }  # fmt: skip
        for name, line in made.items():
            if equal(got, np.broadcast_to(line, want.shape)):
                return Finding(f"repeated_{name}", {"axis": axis})
    return None
