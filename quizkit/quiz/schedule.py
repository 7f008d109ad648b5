"""When a question comes back: FSRS, replayed over the question's reviews."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from quizkit.model import Review
from quizkit.quiz.marking import Marking

AGAIN, HARD, GOOD = 1, 2, 3


def rating_of(marking: Marking) -> int:
    """FSRS's rating of an answer: again if wrong, hard if right in part, good if right."""
    if not marking.correct:
        return AGAIN
    return GOOD if marking.score > 0.99 else HARD


def next_due(reviews: Sequence[Review], rating: int, at: datetime) -> str:
    """When the question is due after `reviews` and one more answer now, in ISO format, UTC."""
    from fsrs import Card, Rating, Scheduler

    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card = Card(card_id=1)
    moments = [(review.rating, datetime.fromisoformat(review.at)) for review in reviews]
    for each, when in [*moments, (rating, at)]:
        card, _ = scheduler.review_card(card, Rating(each), when.astimezone(UTC))
    return card.due.isoformat()
