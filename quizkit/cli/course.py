"""Where a learner stands among the exercises: which are solved, and which one comes next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING

from quizkit.bank import Bank, ExerciseEntry
from quizkit.errors import QuizkitError
from quizkit.model import Ahead, Attempt, Difficulty, Exercise, Framework, Submission
from quizkit.progress import SOLUTION, Store

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


def starts_of(store: Store, exercise: str, framework: str) -> list[str]:
    """When an exercise was started, oldest first."""
    return [
        start.at
        for start in reversed(store.starts())
        if (start.exercise, start.framework) == (exercise, framework)
    ]


def redo_days(bank: Bank, store: Store) -> dict[str, date]:
    """For each exercise that was solved, when to write it again; the earlier of its frameworks."""
    found: dict[str, date] = {}
    minutes = {item.id: item.minutes for item in bank.offered}
    for (name, framework), status in store.statuses().items():
        if status == "accepted" and name in minutes:
            when = redo_on(store, name, framework, store.attempts(name, framework), minutes[name])
            if when is not None:
                found[name] = min(when, found.get(name, when))
    return found


def redo_on(
    store: Store, name: str, framework: str, attempts: Sequence[Attempt], minutes: int
) -> date | None:
    """When an exercise is due again after these gradings, some of which may not be kept yet."""
    from quizkit.quiz.redo import Hint, due_on  # FSRS is not imported before something was solved

    hints = [Hint(at, number == SOLUTION) for at, number in store.hints(name)]
    return due_on(starts_of(store, name, framework), attempts, hints, minutes)


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
    attempts = [*store.attempts(item.id, attempt.framework), attempt]
    return Ahead(
        minutes=item.minutes,
        questions=item.follow_ups,
        solved=len(done if recorded else before),
        total=len(bank.offered),
        places=places(item, job.submission),
        again=redo_on(store, item.id, attempt.framework, attempts, item.minutes)
        if recorded
        else None,
        next=following.id if following else "",
        next_minutes=following.minutes if following else 0,
    )
