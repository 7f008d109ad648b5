"""Maps of wrong entries and curves of losses as lines of plain characters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from quizkit.model import Lang
from quizkit.texts import say

ROWS = 8
APART = 10  # one point in so many must differ for a picture of two curves to say something
TOP = 23  # the highest level of a curve, `quizkit.grading.picture.LEVELS`


def picture(measured: Mapping[str, Any], lang: Lang, room: int) -> list[str]:
    """The picture among the measured facts of a check; nothing where it is wider than `room`."""
    if "map" in measured:
        lines = [*measured["map"], say(f"diagnosis.map_{measured['map_kind']}", lang)]
    elif "curves" in measured:
        drawn = curves(measured["curves"]["mine"], measured["curves"]["reference"])
        if not drawn:
            return []
        lines = [*drawn, say("diagnosis.curves", lang, steps=measured["steps"])]
    else:
        return []
    return lines if max(map(len, lines[:-1])) <= room else []


def curves(mine: Sequence[int], reference: Sequence[int]) -> list[str]:
    """Both runs on one axis, ROWS lines and a base; every line begins with the axis.

    Nothing where the two can hardly be told apart.
    """
    lines: list[str] = []
    apart = sum(_row(own) != _row(right) for own, right in zip(mine, reference, strict=True))
    if apart < len(mine) // APART:
        return lines
    for row in range(ROWS - 1, -1, -1):
        marks = (
            mark(_row(own) == row, _row(right) == row)
            for own, right in zip(mine, reference, strict=True)
        )
        lines.append(f"|{''.join(marks)}".rstrip())
    return [*lines, f"+{'-' * len(mine)}"]


def _row(level: int) -> int:
    return level * ROWS // (TOP + 1)


def mark(own: bool, right: bool) -> str:
    """The character where either run, both or none passes."""
    if own and right:
        return "*"
    return "x" if own else "o" if right else " "
