"""Questions: which form an answer takes, whether it is right, and which question comes next.

`form(question, lang)` says what to type, `mark(question, text, variables)` judges it, `shuffle`
orders choices. One module per kind holds the rules (`KINDS`); `pick` chooses questions, `schedule`
says when one comes back, `session` leads through several. Prints nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, Protocol, cast

from quizkit.model import Kind, Lang
from quizkit.quiz.marking import Marking, PointMark

if TYPE_CHECKING:
    from quizkit.model import AnyQuestion
    from quizkit.quiz import choice, find_bug, keys, normalise, numeric, open_answer, predict


class KindModule(Protocol):
    """What the module of a kind offers, each for its own type of question."""

    def form(self, question: Any, lang: Lang) -> str:
        """One line: what an answer looks like."""

    def mark(
        self, question: Any, text: str, variables: Mapping[str, Any], order: Sequence[str] = ()
    ) -> Marking:
        """Judge an answer; never raises, whatever is typed."""


# Each kind's module; one is imported when a question of its kind comes up.
KINDS: Mapping[Kind, str] = {
    Kind.CHOICE: "choice",
    Kind.NUMERIC: "numeric",
    Kind.PREDICT: "predict",
    Kind.FIND_BUG: "find_bug",
    Kind.OPEN: "open_answer",
}
PARTS = frozenset({*KINDS.values(), "keys", "normalise"})


def __getattr__(name: str) -> ModuleType:
    if name in PARTS:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(name)


def kind_module(kind: Kind) -> KindModule:
    """The rules of a kind."""
    return cast(KindModule, import_module(f"{__name__}.{KINDS[kind]}"))


def form(question: AnyQuestion, lang: Lang) -> str:
    """One line: what an answer looks like."""
    return kind_module(question.kind).form(question, lang)


def mark(
    question: AnyQuestion,
    text: str,
    variables: Mapping[str, Any] | None = None,
    order: Sequence[str] = (),
) -> Marking:
    """Judge `text`; `variables`: a numeric question's variant; `order`: the keys of the letters."""
    return kind_module(question.kind).mark(question, text, variables or {}, order)


def shuffle(question: AnyQuestion, seed: int) -> tuple[str, ...]:
    """The keys of a choice question in the order shown for `seed`; empty for other kinds."""
    from quizkit.model import ChoiceQuestion
    from quizkit.quiz import choice

    if not isinstance(question, ChoiceQuestion):
        return ()
    return choice.shuffle(question, seed)


__all__ = [
    "KINDS",
    "KindModule",
    "Marking",
    "PointMark",
    "choice",
    "find_bug",
    "form",
    "keys",
    "kind_module",
    "mark",
    "normalise",
    "numeric",
    "open_answer",
    "predict",
    "shuffle",
]
