"""What the record says about an exercise: changes since the last attempt, and its time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from quizkit.model import Attempt, Change, Outcome, Past, Verdict, VerdictKind
from quizkit.model.record import dataclass
from quizkit.progress.records import Started
from quizkit.progress.store import Store, now

DAY = 86400.0


def past(store: Store, verdict: Verdict, recorded: bool) -> Past:
    """What had been before `verdict`; `recorded` if it will be the next attempt."""
    name, framework = verdict.exercise, verdict.framework
    attempts = store.attempts(name, framework)
    start = store.last_start(name, framework)
    return Past(
        attempt=len(attempts) + 1 if recorded else None,
        compared=bool(attempts),
        previous=len(attempts),
        changes=changes(store.last_verdict(name, framework), verdict),
        hints=store.hints_shown(name),
        seconds=seconds_since(start, attempts),
        minutes=start.minutes if start else None,
    )


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock that `start --minutes` set and that still runs."""

    start: Started
    minutes: int
    seconds: float


def clock(store: Store) -> Clock | None:
    """The newest clock, unless its exercise was accepted since, or started more than a day ago."""
    for start in store.starts():
        if start.minutes is None or store.last_start(start.exercise, start.framework) != start:
            continue
        attempts = store.attempts(start.exercise, start.framework)
        seconds = seconds_since(start, attempts) or 0.0
        if seconds < DAY and first_accepted(attempts, start.at) is None:
            return Clock(start, start.minutes, seconds)
    return None


def changes(before: Mapping[str, Any] | None, verdict: Verdict) -> tuple[Change, ...]:
    """Checks of `verdict` that ended otherwise than in `before`, a verdict as it was stored.

    A check that the other does not know is none; nor is anything where nothing was checked.
    """
    known = {check["id"]: Outcome(check["outcome"]) for check in (before or {}).get("checks", ())}
    return tuple(
        Change(check.id, check.title, known[check.id], check.outcome)
        for check in verdict.checks
        if known.get(check.id, check.outcome) is not check.outcome
    )


def seconds_since(start: Started | None, attempts: Sequence[Attempt]) -> float | None:
    """From a start to the first accepted attempt after it, or to now; never negative."""
    if start is None:
        return None
    solved = first_accepted(attempts, start.at)
    end = solved.at if solved else now()
    passed = datetime.fromisoformat(end) - datetime.fromisoformat(start.at)
    return max(passed.total_seconds(), 0.0)


def solved_in(start: Started | None, attempts: Sequence[Attempt]) -> float | None:
    """Seconds from a start to the first accepted attempt after it; None where there is none."""
    if start is None or first_accepted(attempts, start.at) is None:
        return None
    return seconds_since(start, attempts)


def first_accepted(attempts: Sequence[Attempt], after: str, until: str = "") -> Attempt | None:
    """The first accepted attempt from `after` on and, where given, before `until`."""
    for attempt in attempts:
        inside = attempt.at >= after and not (until and attempt.at >= until)
        if inside and attempt.verdict is VerdictKind.ACCEPTED:
            return attempt
    return None
