"""When a question comes back: FSRS, replayed over the question's reviews."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from quizkit.model import Review
from quizkit.quiz.marking import Marking

if TYPE_CHECKING:
    from fsrs import Card, Scheduler

AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4


def rating_of(marking: Marking, easy: bool = False) -> int:
    """FSRS's rating: again if wrong, hard if right in part, good if right, easy if one says so."""
    if not marking.correct:
        return AGAIN
    if marking.score <= 0.99:
        return HARD
    return EASY if easy else GOOD


def scheduler() -> Scheduler:
    """FSRS as it is used here: days alone, no steps within one, nothing random."""
    from fsrs import Scheduler

    return Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def card_of(reviews: Sequence[Review], number: int = 1) -> Card:
    """FSRS's card after a question's reviews, replayed from the log."""
    return _replayed([(r.rating, datetime.fromisoformat(r.at)) for r in reviews], number)


def next_due(reviews: Sequence[Review], rating: int, at: datetime) -> str:
    """When the question is due after `reviews` and one more answer at `at`; ISO format, UTC.

    The due date is never before `at`.
    """
    moments = [(review.rating, datetime.fromisoformat(review.at)) for review in reviews]
    return due_after([*moments, (rating, at)])


def due_after(moments: Sequence[tuple[int, datetime]]) -> str:
    """When a question is due after these ratings, oldest first; ISO format, UTC."""
    return stamp(max(_replayed(moments, 1).due, moments[-1][1].astimezone(UTC)))


def _replayed(moments: Sequence[tuple[int, datetime]], number: int) -> Card:
    """A card with these ratings; a clock that was set back counts as standing still.

    FSRS knows no time before the last review.
    """
    from fsrs import Card, Rating

    plan = scheduler()
    first = moments[0][1].astimezone(UTC) if moments else None
    card = Card(card_id=number, due=first)
    latest = datetime.min.replace(tzinfo=UTC)
    for rating, when in moments:
        latest = max(latest, when.astimezone(UTC))
        card, _ = plan.review_card(card, Rating(rating), latest)
    return card


def stamp(at: datetime) -> str:
    """A moment as the store keeps it, so that stored moments sort as text."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
