"""What the record amounts to, topic by topic: pure functions of the last answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from quizkit.model import Review

WEAK_BELOW = 0.7  # of what was seen in a topic, the share last answered right


class Entry(Protocol):
    """What is needed of a question."""

    @property
    def id(self) -> str: ...
    @property
    def topic(self) -> str: ...


@dataclass(frozen=True, slots=True)
class TopicProgress:
    """A topic's questions: all, seen, last answered right, due."""

    topic: str
    total: int
    seen: int
    right: int
    due: int

    @property
    def weak(self) -> bool:
        """Seen, and too often wrong."""
        return self.seen > 0 and self.right / self.seen < WEAK_BELOW


def due(latest: Mapping[str, Review], at: str) -> list[str]:
    """The questions due at `at` (ISO format, UTC), the longest overdue first."""
    return sorted((q for q, r in latest.items() if r.due <= at), key=lambda q: (latest[q].due, q))


def by_topic(
    topics: Sequence[str], entries: Iterable[Entry], latest: Mapping[str, Review], at: str
) -> list[TopicProgress]:
    """One row for each topic, in their order."""
    ids: dict[str, list[str]] = {topic: [] for topic in topics}
    for entry in entries:
        ids.setdefault(entry.topic, []).append(entry.id)
    return [_row(topic, names, latest, at) for topic, names in ids.items()]


def _row(topic: str, names: Sequence[str], latest: Mapping[str, Review], at: str) -> TopicProgress:
    seen = [latest[name] for name in names if name in latest]
    right = sum(review.correct for review in seen)
    overdue = sum(review.due <= at for review in seen)
    return TopicProgress(topic, len(names), len(seen), right, overdue)


def weak_topics(rows: Iterable[TopicProgress]) -> list[TopicProgress]:
    """The weak topics, the weakest first."""
    return sorted((row for row in rows if row.weak), key=lambda row: row.right / row.seen)
