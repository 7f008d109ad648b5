"""Keeping answers: every one is on the disk before the next question is shown.

A store that cannot be written is warned about once; the session goes on and the answers shown
still stand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from quizkit.cli import common
from quizkit.errors import StoreError
from quizkit.model import AnyQuestion, Review
from quizkit.quiz import Marking, schedule

if TYPE_CHECKING:
    from quizkit.progress import Store

State = Mapping[str, Any]
T = TypeVar("T")


def review_of(
    question: AnyQuestion,
    answer: str,
    marking: Marking,
    variant: int,
    seconds: float,
    past: list[Review],
    at: datetime | None = None,
    easy: bool = False,
) -> Review:
    """The answer as the log keeps it, with the day on which the question returns."""
    at = at or datetime.now(UTC)
    rating = schedule.rating_of(marking, easy)
    due = schedule.next_due(past, rating, at)
    found = tuple(point.key for point in marking.points if point.hit)
    if marking.fix == "known":
        found = ("fix",)
    return Review(
        schedule.stamp(at), question.id, question.revision, question.kind, answer,
        marking.correct, marking.score, rating, variant, round(seconds, 1), due, found,
    )  # fmt: skip


@dataclass
class Keeper:
    """Writes for one session. Without a `name` the answers alone are kept, without `on` nothing."""

    name: str = ""
    on: bool = True
    failed: bool = False

    def past(self, question: str) -> list[Review]:
        """The question's earlier answers."""
        return self._try(lambda store: store.reviews(question), []) if self.on else []

    def keep(
        self,
        state: State | Callable[[int], State],
        done: bool,
        review: Review | None = None,
        undo: int = 0,
    ) -> int:
        """Record an answer and where the session stands; the answer's row, 0 if it was not kept."""
        if not self.on:
            return 0
        return self._try(lambda store: store.save_session(self.name, state, done, review, undo), 0)

    def note(self, kind: str, question: AnyQuestion, variant: int, text: str) -> None:
        """Keep what the learner writes about a question."""
        from quizkit.progress import Note, now

        note = Note(now(), kind, question.id, question.revision, variant, text)
        if self.on:
            self._try(lambda store: store.add_note(note), None)

    def _try(self, use: Callable[[Store], T], otherwise: T) -> T:
        try:
            with common.store(readonly=False) as store:
                return use(store)
        except StoreError as error:
            if not self.failed:
                common.err(common.word(error))
            self.failed = True
            return otherwise
