"""Questions: which form an answer takes, whether it is right, and which question comes next.

`form(question, lang)` says what to type, `mark(question, text, variables)` judges it, `shuffle`
orders choices; one module per kind holds the rules. Prints nothing.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from quizkit.model import AnyQuestion, ChoiceQuestion, Kind, Lang
from quizkit.quiz import choice, find_bug, normalise, numeric, open_answer, predict
from quizkit.quiz.marking import Marking, PointMark
from quizkit.texts import say

MARKERS: Mapping[Kind, Any] = {
    Kind.CHOICE: choice.mark,
    Kind.NUMERIC: numeric.mark,
    Kind.PREDICT: predict.mark,
    Kind.FIND_BUG: find_bug.mark,
    Kind.OPEN: open_answer.mark,
}


def form(question: AnyQuestion, lang: Lang) -> str:
    """One line: what an answer looks like."""
    if isinstance(question, ChoiceQuestion):
        return say(f"quiz.form_{question.select}", lang)
    return say(f"quiz.form_{question.kind}", lang)


def mark(
    question: AnyQuestion,
    text: str,
    variables: Mapping[str, Any] | None = None,
    order: Sequence[str] = (),
) -> Marking:
    """Judge `text`. `variables`: a numeric question's variant; `order`: the keys of the letters."""
    marking: Marking = MARKERS[question.kind](question, text, variables or {}, order)
    return marking


def shuffle(question: AnyQuestion, seed: int) -> tuple[str, ...]:
    """The keys of a choice question in the order shown for `seed`; empty for other kinds."""
    if not isinstance(question, ChoiceQuestion):
        return ()
    keys = [item.key for item in question.choices]
    random.Random(f"{question.id} {seed}").shuffle(keys)
    return tuple(keys)


__all__ = [
    "MARKERS", "Marking", "PointMark", "form", "mark", "normalise", "open_answer", "predict",
    "shuffle",
]  # fmt: skip
