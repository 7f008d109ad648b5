"""Which questions a session asks: those due, oldest first, then new ones in the bank's order."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from quizkit.model import Difficulty, Kind, Review

LEVELS = {Difficulty.JUNIOR: 0, Difficulty.MID: 1, Difficulty.SENIOR: 2}


class Entry(Protocol):
    """What the bank's index says of a question."""

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def topic(self) -> str: ...
    @property
    def difficulty(self) -> Difficulty: ...


@dataclass(frozen=True, slots=True)
class Filters:
    """What a session is limited to; empty fields do not limit."""

    topic: str = ""
    kind: str = ""
    difficulty: str = ""
    failed: bool = False


def fits(entry: Entry, filters: Filters, latest: Mapping[str, Review]) -> bool:
    """Whether a question may be asked."""
    last = latest.get(entry.id)
    return (
        filters.topic in ("", entry.topic)
        and filters.kind in ("", entry.kind)
        and filters.difficulty in ("", entry.difficulty)
        and not (filters.failed and (last is None or last.correct))
    )


def choose(
    index: Mapping[str, Entry],
    latest: Mapping[str, Review],
    today: str,
    filters: Filters,
    count: int,
    seed: int | None = None,
) -> list[str]:
    """Ids to ask. With a seed: a random choice of what fits, the same each time."""
    allowed = [entry for entry in index.values() if fits(entry, filters, latest)]
    if seed is not None:
        names = sorted(entry.id for entry in allowed)
        return random.Random(seed).sample(names, min(count, len(names)))
    if filters.failed:
        return [entry.id for entry in allowed][:count]
    seen = [entry for entry in allowed if entry.id in latest]
    due = sorted((e for e in seen if latest[e.id].due <= today), key=lambda e: latest[e.id].due)
    new = sorted((e for e in allowed if e.id not in latest), key=lambda e: LEVELS[e.difficulty])
    later = sorted((e for e in seen if latest[e.id].due > today), key=lambda e: latest[e.id].due)
    limited = bool(filters.topic or filters.kind or filters.difficulty)
    return [entry.id for entry in [*due, *new, *(later if limited else [])]][:count]
