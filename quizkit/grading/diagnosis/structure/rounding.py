"""Precision lost on the way: float64 numbers that went through float32."""

from __future__ import annotations

import numpy as np

from quizkit.grading.checks import Array
from quizkit.grading.diagnosis.structure.common import Context, Finding, values

CLOSE = 1e-4  # a long computation in float32 is off by this at most, of the largest value


def through_float32(got: Array, want: Array, context: Context) -> Finding | None:
    """Every number is one that float32 has, and nearly right; the right ones are not."""
    if got.dtype != np.float64 or values(want) < 3:
        return None
    with np.errstate(over="ignore"):
        fits = np.array_equal(got, got.astype(np.float32).astype(np.float64))
        right_fits = np.array_equal(want, want.astype(np.float32).astype(np.float64))
    near = np.abs(got - want).max() <= CLOSE * np.abs(want).max()
    return Finding("float32") if fits and near and not right_fits else None
