"""Runs of losses: what the first one says, and how a run goes on that has parted."""

from __future__ import annotations

from math import isclose

import numpy as np

from quizkit.grading.checks import TRAINING_TOLERANCE, Array
from quizkit.grading.diagnosis.structure.common import Context, Finding

LONG = 3


def explain_losses(got: Array, want: Array, context: Context) -> Finding | None:
    """The first explanation of a run of losses that leaves nothing over."""
    if got.shape != want.shape or not np.isfinite(want).all() or not want.size:
        return None
    for explain in (late, first_factor):
        found = explain(got, want, context)
        if found is not None:
            return found
    return None


def same(one: Array, other: Array) -> bool:
    """Equal losses, as far as two correct runs are."""
    scale = np.abs(other).max(initial=0.0)
    return bool(np.isfinite(one).all() and np.abs(one - other).max() <= TRAINING_TOLERANCE * scale)


def begins_with(got: Array, run: Array) -> bool:
    """Whether a run of losses begins with these."""
    return len(run) <= len(got) and same(got[: len(run)], run)


def late(got: Array, want: Array, context: Context) -> Finding | None:
    """Each loss is the one that belongs to the step after or before it."""
    if len(want) < LONG + 1 or same(got, want):
        return None
    if same(got[:-1], want[1:]):
        return Finding("losses_early")
    if same(got[1:], want[:-1]):
        return Finding("losses_late")
    return None


def first_factor(got: Array, want: Array, context: Context) -> Finding | None:
    """The first loss is the right one times, or divided by, a number that means something."""
    if not want[0] or not np.isfinite(got[0]):
        return None
    k = float(got[0] / want[0])
    if isclose(k, -1.0, rel_tol=TRAINING_TOLERANCE):
        return Finding("first_loss_negative")
    for code, whole in (("first_loss_times", k), ("first_loss_divided", 1 / k if k else 0.0)):
        n = round(whole)
        if n >= 2 and isclose(whole, n, rel_tol=TRAINING_TOLERANCE):
            where = "_batch" if n == context.batch else ""
            return Finding(code + where, {"n": n})
    return None
