"""Errors at some places only: the last step, the border, repeated ids, ties, zeros.

A place is named where everything outside of it is right and that can hardly be chance.
"""

from __future__ import annotations

from math import comb

import numpy as np

from quizkit.grading.checks import Array
from quizkit.grading.diagnosis.structure.common import Context, Finding, off, values

CHANCE = 0.01
CHANCE_OF_ALL = 0.15


def only_at_an_end(got: Array, want: Array, context: Context) -> Finding | None:
    """Along one axis only the first or the last is wrong, or everything but it."""
    bad = off(got, want)
    for axis, size in enumerate(want.shape):
        if size < 3:
            continue
        lines = np.moveaxis(bad, axis, 0).reshape(size, -1)
        ends = np.moveaxis(want, axis, 0)
        wrong = [bool(line.any()) for line in lines]
        for code, end in (("first", 0), ("last", -1)):
            rest = wrong[1:] if end == 0 else wrong[:-1]
            if wrong[end] and not any(rest):
                return Finding(f"only_{code}", {"axis": axis})
            of_samples = axis == 0 and size == context.batch and want.ndim > 1
            if not wrong[end] and all(rest) and values(ends[end]) >= 2 and not of_samples:
                return Finding(f"all_but_{code}", {"axis": axis})
    return None


def only_the_border(got: Array, want: Array, context: Context) -> Finding | None:
    """The inside of the last two axes is right."""
    if want.ndim < 2 or min(want.shape[-2:]) < 3:
        return None
    place = np.ones(want.shape, dtype=bool)
    place[..., 1:-1, 1:-1] = False
    return Finding("only_border") if explained(off(got, want), place) else None


def only_repeated_ids(got: Array, want: Array, context: Context) -> Finding | None:
    """Only the rows of ids that stand more than once in an input are wrong."""
    if not want.ndim:
        return None
    bad = off(got, want)
    for ids in context.inputs.values():
        if ids.dtype.kind not in "iu" or not ids.size:
            continue
        found, counts = np.unique(ids, return_counts=True)
        if found.min() < 0 or found.max() >= want.shape[0]:
            continue
        rows: Array = np.zeros(want.shape[0], dtype=bool)
        rows[found[counts > 1]] = True
        wrong = np.logical_or.reduce(bad.reshape(len(rows), -1), axis=1)
        if (counts == 1).any() and explained(wrong, rows):
            return Finding("only_repeated_ids")
    return None


def only_special_inputs(got: Array, want: Array, context: Context) -> Finding | None:
    """Only where an input of the same shape has equal values, or is exactly zero."""
    bad = off(got, want)
    for name, array in context.inputs.items():
        if array.shape != want.shape or array.dtype.kind != "f":
            continue
        if explained(bad, array == 0):
            return Finding("only_zero_inputs", {"name": name})
        _, inverse, counts = np.unique(array, return_inverse=True, return_counts=True)
        if explained(bad, (counts[inverse] > 1).reshape(array.shape)):
            return Finding("only_ties", {"name": name})
    return None


def zero_where_off(got: Array, want: Array, context: Context) -> Finding | None:
    """Whatever is wrong is exactly zero, and not everything is wrong."""
    bad = off(got, want)
    if 2 <= bad.sum() < bad.size and not got[bad].any() and values(got) >= 2:
        return Finding("zero_where_off", {"off": int(bad.sum()), "total": bad.size})
    return None


def explained(bad: Array, place: Array) -> bool:
    """Whether all errors lie in `place`, and fill it or are more than chance would put there."""
    wrong, room = int(bad.sum()), int(place.sum())
    if not wrong or room == place.size or (bad & ~place).any():
        return False
    chance = comb(room, wrong) / comb(place.size, wrong)
    return chance < (CHANCE_OF_ALL if wrong == room else CHANCE)
