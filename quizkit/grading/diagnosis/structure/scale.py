"""Factors and signs: k times too large, 1/N, a sign, a factor of its own for every row."""

from __future__ import annotations

from math import isclose

import numpy as np

from quizkit.grading.checks import Array
from quizkit.grading.diagnosis.structure.common import Context, Finding, equal, off, values

LARGEST = 1 << 16
CLOSE = 1e-7


def factor(got: Array, want: Array, context: Context) -> Finding | None:
    """got = k * want everywhere, k named where it is a number that means something.

    Of a single number only such a k is said: any number is some multiple of another, and saying
    which would tell the right one.
    """
    square = float((want * want).sum())
    if not square:
        return None
    k = float((got * want).sum()) / square
    if not equal(got, k * want) or isclose(k, 1.0, abs_tol=CLOSE):
        return None
    named = _named(k, context)
    if named is None and values(want) >= 2:
        return Finding("factor", {"factor": f"{k:.4g}"})
    return named


def _named(k: float, context: Context) -> Finding | None:
    """What a factor means, or None for a number like any other."""
    if k == 0.0:
        return Finding("factor_zero")
    if isclose(k, -1.0, rel_tol=CLOSE):
        return Finding("factor_negative")
    if k < 0:
        return None
    sizes = context.sizes()
    for code, whole in (("factor_times", k), ("factor_divided", 1 / k)):
        n = round(whole)
        if 2 <= n <= LARGEST and isclose(whole, n, rel_tol=CLOSE):
            return Finding(code + _whose(n, context), {"n": n})
    for code, n in (("factor_root", round(k * k)), ("factor_over_root", round(1 / (k * k)))):
        power = 0.5 if code == "factor_root" else -0.5
        if n >= 2 and n in sizes and isclose(k, n**power, rel_tol=CLOSE):
            return Finding(code, {"n": n})
    for n in sorted(sizes - {1}):
        if isclose(k, n / (n - 1), rel_tol=CLOSE) or isclose(k, (n - 1) / n, rel_tol=CLOSE):
            return Finding("factor_bessel", {"n": n, "less": n - 1})
    return None


def _whose(n: int, context: Context) -> str:
    """What a whole factor is the size of; nothing for two, which everything has somewhere."""
    if n < 3 or n not in context.sizes():
        return ""
    return "_batch" if n == context.batch and not context.elsewhere(n) else "_size"


def signs(got: Array, want: Array, context: Context) -> Finding | None:
    """Every size is right, some signs are not."""
    bad = off(got, want)
    if bad.sum() < 2 or not equal(np.abs(got), np.abs(want)):
        return None
    return Finding("signs", {"off": int(bad.sum()), "total": got.size})


def factor_per_slice(got: Array, want: Array, context: Context) -> Finding | None:
    """Along one axis, each slice is a multiple of the right one, with factors that differ."""
    if want.ndim < 2:
        return None
    for axis in range(want.ndim):
        mine = np.moveaxis(got, axis, 0).reshape(want.shape[axis], -1)
        right = np.moveaxis(want, axis, 0).reshape(want.shape[axis], -1)
        if mine.shape[0] < 2 or _poor(right):
            continue
        squares = (right * right).sum(axis=1)
        k = (mine * right).sum(axis=1) / np.where(squares > 0, squares, 1.0)
        if _same_rows(mine, k[:, None] * right) and np.ptp(k) > CLOSE:
            return Finding("factor_per_slice", {"axis": axis, "size": want.shape[axis]})
    return None


def _poor(rows: Array) -> bool:
    """Whether too many rows have fewer than three numbers to tell a factor from chance."""
    rich = (np.count_nonzero(rows, axis=1) >= 3).sum()
    return bool(rich < 2)


def _same_rows(one: Array, other: Array) -> bool:
    return all(equal(mine, theirs) for mine, theirs in zip(one, other, strict=True))
