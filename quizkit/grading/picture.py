"""Small pictures of a failure as data: where an array is wrong, how two runs of losses part.

They hold no values: a map has `#` where an entry is off, a curve has coarse heights on an axis that
is not told.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

WIDEST, HIGHEST = 48, 12
POINTS = 60
LEVELS = 23  # of a curve's height: what six rows of braille can show, far too coarse to read from
ROOM = 1.6  # how far above the highest right loss the axis goes before a curve leaves it


def map_of(bad: Array) -> tuple[list[str], str]:
    """(rows, what a mark stands for): `#` where `bad`, `.` elsewhere, a row a string.

    A mark stands for one of the `entries`; for a whole one of the `rows` or `columns` where these
    are right or wrong as a whole; for entries `over` one another in leading axes, or in `blocks`,
    where one of them is off. All off, and one entry alone, would say nothing: no rows then.
    """
    off = int(bad.sum())
    if off in (0, bad.size) or (off == 1 and bad.ndim > 1) or bad.size < 3:
        return [], ""
    plane = np.atleast_2d(bad.any(axis=tuple(range(bad.ndim - 2))) if bad.ndim > 2 else bad)
    kind = "over" if bad.ndim > 2 else "entries"
    if kind == "entries" and min(plane.shape) > 1:
        for axis, name in ((1, "rows"), (0, "columns")):
            if (plane.all(axis=axis) == plane.any(axis=axis)).all():
                plane, kind = np.atleast_2d(plane.any(axis=axis)), name
                break
    small = _shrunk(_shrunk(plane, HIGHEST, 0), WIDEST, 1)
    if small.all():
        return [], ""
    if small.shape != plane.shape:
        kind = "blocks"
    return ["".join("#" if entry else "." for entry in row) for row in small], kind


def _shrunk(plane: Array, most: int, axis: int) -> Array:
    """`plane` with at most `most` blocks along `axis`; a block is off where any entry is."""
    size = plane.shape[axis]
    if size <= most:
        return plane
    block = -(-size // most)
    return np.logical_or.reduceat(plane, np.arange(0, size, block), axis=axis)


def curves(got: Sequence[float], want: Sequence[float]) -> dict[str, list[int]]:
    """The heights of both runs of losses, 0 to LEVELS of an axis they share, cut off at its ends.

    The axis and so every value stays unknown. Nothing for runs too short to be drawn.
    """
    if len(want) < 3:
        return {}
    right = np.asarray(want, dtype=float)
    mine = np.nan_to_num(np.asarray(got, dtype=float), nan=np.inf, posinf=np.inf, neginf=-np.inf)
    low, high = float(right.min()), float(right.max())
    inside = mine[(mine >= low - (high - low)) & (mine <= low + ROOM * (high - low))]
    bottom = min(low, float(inside.min(initial=low)))
    top = max(high, float(inside.max(initial=high)))
    if not (mine <= top).all():
        top = low + ROOM * (high - low)
    span = (top - bottom) or 1.0
    picked = np.unique(np.linspace(0, len(right) - 1, min(POINTS, len(right))).astype(int))

    def heights(run: Array) -> list[int]:
        share = np.clip((run[picked] - bottom) / span, 0.0, 1.0)
        return [round(LEVELS * float(level)) for level in share]

    return {"mine": heights(mine), "reference": heights(right)}
