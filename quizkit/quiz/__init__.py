"""Questions: which form an answer takes, whether it is right, and which question comes next.

`form(question, lang)` says what to type, `mark(question, text, variables)` judges it, `shuffle`
orders choices. One module per kind holds the rules (`KINDS`); `pick` chooses questions, `schedule`
says when one comes back, `session` leads through several. Prints nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, cast

from quizkit.model import AnyQuestion, ChoiceQuestion, Kind, Lang
from quizkit.quiz import choice, find_bug, keys, normalise, numeric, open_answer, predict
from quizkit.quiz.marking import Marking, PointMark


class KindModule(Protocol):
    """What the module of a kind offers, each for its own type of question."""

    def form(self, question: Any, lang: Lang) -> str:
        """One line: what an answer looks like."""

    def mark(
        self, question: Any, text: str, variables: Mapping[str, Any], order: Sequence[str] = ()
    ) -> Marking:
        """Judge an answer; never raises, whatever is typed."""


KINDS: Mapping[Kind, KindModule] = {
    Kind.CHOICE: cast(KindModule, choice),
    Kind.NUMERIC: cast(KindModule, numeric),
    Kind.PREDICT: cast(KindModule, predict),
    Kind.FIND_BUG: cast(KindModule, find_bug),
    Kind.OPEN: cast(KindModule, open_answer),
}


def form(question: AnyQuestion, lang: Lang) -> str:
    """One line: what an answer looks like."""
    return KINDS[question.kind].form(question, lang)


def mark(
    question: AnyQuestion,
    text: str,
    variables: Mapping[str, Any] | None = None,
    order: Sequence[str] = (),
) -> Marking:
    """Judge `text`; `variables`: a numeric question's variant; `order`: the keys of the letters."""
    return KINDS[question.kind].mark(question, text, variables or {}, order)


def shuffle(question: AnyQuestion, seed: int) -> tuple[str, ...]:
    """The keys of a choice question in the order shown for `seed`; empty for other kinds."""
    return choice.shuffle(question, seed) if isinstance(question, ChoiceQuestion) else ()


__all__ = [
    "KINDS",
    "KindModule",
    "Marking",
    "PointMark",
    "choice",
    "find_bug",
    "form",
    "keys",
    "mark",
    "normalise",
    "numeric",
    "open_answer",
    "predict",
    "shuffle",
]
