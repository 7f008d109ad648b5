"""What the record amounts to, topic by topic."""

from __future__ import annotations

from dataclasses import dataclass

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
