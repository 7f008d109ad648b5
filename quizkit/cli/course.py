"""Where a learner stands among the exercises: which are solved, and which one comes next."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from quizkit.bank import Bank, ExerciseEntry
from quizkit.errors import QuizkitError
from quizkit.model import Ahead, Attempt, Difficulty, Exercise, Framework, Submission
from quizkit.progress import Store, redo_on

if TYPE_CHECKING:
    from quizkit.cli.jobs import Job

LEVELS = list(Difficulty)


def solved(bank: Bank, store: Store) -> set[str]:
    """The exercises that were accepted in some framework."""
    statuses = store.statuses().items()
    accepted = {name for (name, _), status in statuses if status == "accepted"}
    return {item.id for item in bank.offered if item.id in accepted}


def next_exercise(bank: Bank, done: Collection[str], framework: Framework) -> ExerciseEntry | None:
    """The unsolved exercise to do next: the easier first, then what is asked more often."""
    left = [i for i in bank.offered if i.id not in done and framework in i.frameworks]
    return min(left, key=lambda item: (LEVELS.index(item.difficulty), -item.asked, item.id),
               default=None)  # fmt: skip


def starts_of(store: Store, exercise: str, framework: Framework) -> list[str]:
    """When an exercise was started, oldest first."""
    return [
        start.at
        for start in reversed(store.starts())
        if (start.exercise, start.framework) == (exercise, framework)
    ]


def redo_days(bank: Bank, store: Store) -> dict[str, date]:
    """For each exercise that was solved, when to write it again; the earlier of its frameworks."""
    found: dict[str, date] = {}
    for item in bank.offered:
        for framework in item.frameworks:
            starts = starts_of(store, item.id, framework)
            when = redo_on(starts, store.attempts(item.id, framework))
            if when is not None:
                found[item.id] = min(when, found.get(item.id, when))
    return found


def places(item: Exercise, given: Submission) -> int | None:
    """In how many places the solution differs in meaning; None where that cannot be told."""
    from quizkit.cli.difference import compared

    try:
        return compared(item, given).places
    except QuizkitError:
        return None


def ahead(bank: Bank, store: Store, job: Job, attempt: Attempt, recorded: bool) -> Ahead:
    """What comes after an accepted `attempt`, which is not in the store yet."""
    item = job.item
    before = solved(bank, store)
    done = before | {item.id}
    following = next_exercise(bank, done, attempt.framework)
    starts = starts_of(store, item.id, attempt.framework)
    attempts = [*store.attempts(item.id, attempt.framework), attempt]
    return Ahead(
        minutes=item.minutes,
        questions=item.follow_ups,
        solved=len(done if recorded else before),
        total=len(bank.offered),
        places=places(item, job.submission),
        again=redo_on(starts, attempts) if recorded else None,
        next=following.id if following else "",
        next_minutes=following.minutes if following else 0,
    )
