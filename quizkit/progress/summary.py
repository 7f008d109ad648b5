"""What the record amounts to, topic by topic: pure functions of the last answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from quizkit.model import Answered
from quizkit.model.record import dataclass
from quizkit.progress.recall import recall

KNOWN_FROM = 0.8  # expected share of right answers from which one answered right counts as known
WEAK_BELOW = 0.7  # of what was seen in a topic, the share last answered right


class Entry(Protocol):
    """What is needed of a question."""

    @property
    def id(self) -> str: ...
    @property
    def topic(self) -> str: ...


@dataclass(frozen=True, slots=True)
class TopicProgress:
    """A topic's questions: all, seen, last answered right, due, still known; and the time spent.

    `recall` is the mean expected share of right answers on some day, over those seen.
    """

    topic: str
    total: int
    seen: int
    right: int
    due: int
    known: int = 0
    recall: float = 0.0
    seconds: float = 0.0

    @property
    def share(self) -> float:
        """The share of all its questions that is known."""
        return self.known / self.total if self.total else 1.0

    @property
    def weak(self) -> bool:
        """Seen, and too often wrong."""
        return self.seen > 0 and self.right / self.seen < WEAK_BELOW


def due(latest: Mapping[str, Answered], at: str) -> list[str]:
    """The questions due at `at` (ISO format, UTC), the longest overdue first."""
    return sorted((q for q, r in latest.items() if r.due <= at), key=lambda q: (latest[q].due, q))


def by_topic(
    topics: Sequence[str],
    entries: Iterable[Entry],
    latest: Mapping[str, Answered],
    at: str,
    on: str = "",
    spent: Mapping[str, float] | None = None,
) -> list[TopicProgress]:
    """One row for each topic, in their order; `on` is the moment that `recall` is about.

    Without `on` neither `known` nor `recall` is worked out.
    """
    ids: dict[str, list[str]] = {topic: [] for topic in topics}
    for entry in entries:
        ids.setdefault(entry.topic, []).append(entry.id)
    return [
        _row(
            topic,
            [latest[name] for name in names if name in latest],
            len(names),
            at,
            max(on, at) if on else "",
            sum((spent or {}).get(name, 0.0) for name in names),
        )
        for topic, names in ids.items()
    ]


def _row(
    topic: str, seen: Sequence[Answered], total: int, at: str, on: str, seconds: float
) -> TopicProgress:
    right, due = sum(r.correct for r in seen), sum(r.due <= at for r in seen)
    if not (on and seen):
        return TopicProgress(topic, total, len(seen), right, due, seconds=seconds)
    now = datetime.fromisoformat(at)
    known = sum(r.correct and recall(r, now) >= KNOWN_FROM for r in seen)
    return TopicProgress(topic, total, len(seen), right, due, known, expected(seen, on), seconds)


def expected(latest: Iterable[Answered], on: str) -> float:
    """The mean expected share of right answers to the questions seen, on a day; 0 without any."""
    moment = datetime.fromisoformat(on)
    shares = [recall(review, moment) for review in latest]
    return sum(shares) / len(shares) if shares else 0.0


def weak_topics(rows: Iterable[TopicProgress]) -> list[TopicProgress]:
    """The weak topics, the weakest first."""
    return sorted((row for row in rows if row.weak), key=lambda row: row.right / row.seen)
