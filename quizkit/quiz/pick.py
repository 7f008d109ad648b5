"""Which questions a session asks: those due, oldest first, then new ones in the topics' order."""

from __future__ import annotations

import heapq
import random
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from quizkit.model import Answered, Difficulty, Kind
from quizkit.model.record import dataclass

# How long a question takes, about.
MINUTES: Mapping[str, float] = {
    Kind.CHOICE: 1.0, Kind.NUMERIC: 1.5, Kind.PREDICT: 1.0, Kind.FIND_BUG: 1.5, Kind.OPEN: 3.0,
}  # fmt: skip
LEVELS: Mapping[str, int] = {Difficulty.JUNIOR: 0, Difficulty.MID: 1, Difficulty.SENIOR: 2}


class Entry(Protocol):
    """What the bank's index says of a question."""

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def topic(self) -> str: ...
    @property
    def difficulty(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Filters:
    """What a session is limited to; empty fields do not limit."""

    topic: str = ""
    kind: str = ""
    difficulty: str = ""
    failed: bool = False

    @property
    def limited(self) -> bool:
        """Whether the learner asked for something in particular."""
        return bool(self.topic or self.kind or self.difficulty)


def fits(entry: Entry, filters: Filters, latest: Mapping[str, Answered]) -> bool:
    """Whether a question may be asked; `failed` is one whose last answer was wrong."""
    last = latest.get(entry.id)
    return (
        filters.topic in ("", entry.topic)
        and filters.kind in ("", entry.kind)
        and filters.difficulty in ("", entry.difficulty)
        and not (filters.failed and (last is None or last.correct))
    )


def choose(
    index: Mapping[str, Entry],
    latest: Mapping[str, Answered],
    today: str,
    filters: Filters,
    count: int,
    seed: int | None = None,
    topics: Iterable[str] = (),
    new: int = 0,
) -> list[str]:
    """Ids to ask, at most `count`; the same for the same arguments.

    With a seed a random choice of what fits. Failed ones come longest ago first. `topics` is the
    order in which new questions come, and `new` how many of them have a place even where more is
    due than fits. What is not due yet is asked only where the filters leave no other.
    """
    allowed = list(index.values())
    if filters.limited or filters.failed:
        allowed = [entry for entry in allowed if fits(entry, filters, latest)]
    if seed is not None:
        names = sorted(entry.id for entry in allowed)
        return random.Random(seed).sample(names, min(count, len(names)))
    seen = [entry.id for entry in allowed if entry.id in latest]

    def soonest(names: Iterable[str]) -> list[str]:
        return heapq.nsmallest(count, names, key=lambda name: (latest[name].due, name))

    if filters.failed:
        return sorted(seen, key=lambda name: (latest[name].at, name))[:count]
    due = soonest(name for name in seen if latest[name].due <= today)
    later = soonest(name for name in seen if latest[name].due > today) if filters.limited else []
    unseen = _new(allowed, latest, list(topics))
    room = count - min(new, len(unseen), count)
    return [*due[:room], *unseen, *later][:count]


def _new(
    entries: Sequence[Entry], latest: Mapping[str, Answered], topics: Sequence[str]
) -> list[str]:
    """What was never asked: in the topics' order, the easy ones of a topic first."""
    place = {topic: number for number, topic in enumerate(topics)}
    unseen = [entry for entry in entries if entry.id not in latest]
    unseen.sort(key=lambda e: (place.get(e.topic, len(place)), LEVELS[e.difficulty]))
    return [entry.id for entry in unseen]
