"""When a question comes back: FSRS, replayed over the question's reviews."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from quizkit.model import Review
from quizkit.quiz.marking import Marking

AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4


def rating_of(marking: Marking, easy: bool = False) -> int:
    """FSRS's rating: again if wrong, hard if right in part, good if right, easy if one says so."""
    if not marking.correct:
        return AGAIN
    if marking.score <= 0.99:
        return HARD
    return EASY if easy else GOOD


def next_due(reviews: Sequence[Review], rating: int, at: datetime) -> str:
    """When the question is due after `reviews` and one more answer at `at`; ISO format, UTC.

    A clock that was set back counts as standing still: FSRS knows no time before the last review.
    The due date is never before `at`.
    """
    from fsrs import Card, Rating, Scheduler

    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card = Card(card_id=1, due=at.astimezone(UTC))
    moments = [(review.rating, datetime.fromisoformat(review.at)) for review in reviews]
    latest = datetime.min.replace(tzinfo=UTC)
    for each, when in [*moments, (rating, at)]:
        latest = max(latest, when.astimezone(UTC))
        card, _ = scheduler.review_card(card, Rating(each), latest)
    return stamp(max(card.due, at.astimezone(UTC)))


def stamp(at: datetime) -> str:
    """A moment as the store keeps it, so that stored moments sort as text."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
