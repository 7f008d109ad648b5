"""The result of judging an answer."""

from __future__ import annotations

from typing import Literal

from quizkit.model import Text
from quizkit.model.record import dataclass


@dataclass(frozen=True, slots=True)
class PointMark:
    """A key point of an open answer: was it found in the text?"""

    key: str
    text: Text
    hit: bool


@dataclass(frozen=True, slots=True)
class Marking:
    """`score` from 0 to 1; `expected` is what is right; `points` are those of an open question.

    `fix` is for find_bug questions. `note` names a sentence of `quizkit.texts.quiz` about the form
    of the answer; empty for none.
    """

    correct: bool
    score: float
    expected: Text
    points: tuple[PointMark, ...] = ()
    fix: Literal["", "known", "unknown", "missing"] = ""
    note: str = ""


def same(text: str) -> Text:
    """A text that is alike in both languages: code, numbers, keys."""
    return Text(text, text)
