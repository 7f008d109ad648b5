"""What the record amounts to, topic by topic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from quizkit.model import Kind, Review
from quizkit.progress import by_topic, due, weak_topics


@dataclass(frozen=True)
class Entry:
    id: str
    topic: str


def review(question: str, correct: bool, due_on: str) -> Review:
    return Review("2026-03-01", question, 1, Kind.OPEN, "", correct, 1.0, 3, 0, 1.0, due_on)


ENTRIES = [
    Entry("a", "cnn"),
    Entry("b", "cnn"),
    Entry("c", "cnn"),
    Entry("d", "data"),
    Entry("e", "x"),
]
LATEST = {
    review.question: review
    for review in (
        review("b", False, "2026-03-02"), review("a", True, "2026-03-02"),
        review("c", True, "2026-03-09"), review("d", True, "2026-03-01"),
        review("gone", False, "2026-02-01"),
    )
}  # fmt: skip


def test_topics_come_in_their_order_with_all_their_questions() -> None:
    rows = by_topic(["data", "cnn", "memory"], ENTRIES, LATEST, "2026-03-05")
    found = [(row.topic, row.total, row.seen, row.right, row.due) for row in rows]
    assert found == [
        ("data", 1, 1, 1, 1),
        ("cnn", 3, 3, 2, 2),
        ("memory", 0, 0, 0, 0),
        ("x", 1, 0, 0, 0),
    ]


def test_weak_is_what_was_seen_and_too_often_wrong() -> None:
    rows = by_topic(["data", "cnn"], ENTRIES, LATEST, "2026-03-05")
    assert [row.topic for row in weak_topics(rows)] == ["cnn"]


def test_due_ones_come_oldest_first() -> None:
    assert due(LATEST, "2026-03-05") == ["gone", "d", "a", "b"]
    assert due(LATEST, "2026-01-01") == []


def test_the_forgetting_curve_is_that_of_fsrs() -> None:
    from fsrs import Card, Rating, Scheduler

    from quizkit.progress import recall

    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    at = datetime(2026, 3, 1, tzinfo=UTC)
    card = Card(card_id=1, due=at)
    for rating in (3, 3, 1, 3, 4):
        at = max(at, card.due)
        card, _ = scheduler.review_card(card, Rating(rating), at)
        last = Review(at.isoformat(), "q", 1, Kind.OPEN, "", True, 1.0, rating, 0, 1.0,
                      card.due.isoformat())  # fmt: skip
        for days in (0, 1, 5, 40, 400):
            when = at + timedelta(days=days)
            theirs = scheduler.get_card_retrievability(card, when)
            assert abs(recall(last, when) - theirs) < 0.03, "intervals are whole days"
    assert recall(last, at - timedelta(days=3)) == 1.0, "a clock set back"
