"""The table of what was proved, from the results that `bank check --full` keeps. Grades nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from quizkit.authoring import digest, plan
from quizkit.authoring.check import place
from quizkit.authoring.plan import FULL
from quizkit.authoring.results import Results
from quizkit.authoring.task import Found, Kind, Task
from quizkit.bank import survey
from quizkit.model import Exercise, Framework


@dataclass(frozen=True, slots=True)
class Row:
    """What is known of one exercise, over all its frameworks.

    `wrong` counts wrong solutions that fell to the check they name, of `all_wrong`; `survived` the
    mutants accepted and not listed; `seeds` the fewest that any correct solution was graded with;
    `alarms` the times that one was not accepted; `unproved` gradings that `--full` has yet to do.
    """

    exercise: str
    frameworks: tuple[str, ...]
    checks: int
    correct: int
    wrong: int
    all_wrong: int
    mutants: int
    killed: int
    listed: int
    survived: int
    seeds: int
    alarms: int
    unproved: int
    draft: bool


def rows(path: Path) -> list[Row]:
    """One row for each exercise of a bank (or for the one whose folder it is)."""
    bank_path, only = place(path)
    bank, _ = survey(bank_path)
    results = Results()
    chosen = (e for name, e in bank.exercises.items() if not only or name in only)
    return [row(exercise, results) for exercise in chosen]


def row(exercise: Exercise, results: Results) -> Row:
    """The row of one exercise."""
    first = _looked_up(plan.files(exercise, FULL), results)
    solved = {
        t.framework: found
        for t, found in first
        if found and t.kind is Kind.CORRECT and t.file.startswith("solution_") and 1 in t.seeds
    }
    pairs = [*first, *_looked_up(plan.changed(exercise, FULL, solved), results)]
    of = {kind: [(t, found) for t, found in pairs if t.kind is kind] for kind in Kind}
    mutants = [found for _, found in of[Kind.MUTANT] if found]
    listed = {(t.framework, t.mutant.id) for t, found in of[Kind.LISTED] if t.mutant and found}
    correct = [(t, found) for t, found in of[Kind.CORRECT]]
    return Row(
        exercise=exercise.id,
        frameworks=tuple(map(str, exercise.frameworks)),
        checks=max((len(found.checks) for found in solved.values()), default=0),
        correct=len({t.file for t, _ in correct}),
        wrong=sum(found is not None and found.ended == t.check for t, found in of[Kind.WRONG]),
        all_wrong=len(of[Kind.WRONG]),
        mutants=sum(len(plan.mutants_of(exercise, f)) for f in exercise.frameworks),
        killed=sum(not found.accepted for found in mutants),
        listed=len(listed),
        survived=sum(found.accepted for found in mutants),
        seeds=_fewest(correct),
        alarms=sum(found is not None and not found.accepted for _, found in correct),
        unproved=sum(found is None for _, found in pairs) + _unknown(exercise, solved),
        draft=exercise.draft,
    )


def _looked_up(tasks: Iterator[Task], results: Results) -> list[tuple[Task, Found | None]]:
    def known(task: Task) -> Found | None:
        record = results.get(digest.task_key(task))
        try:
            return None if record is None else Found.of(record)
        except (KeyError, TypeError, ValueError):
            return None

    return [(task, known(task)) for task in tasks]


def _fewest(correct: Iterable[tuple[Task, Found | None]]) -> int:
    runs: dict[str, int] = {}
    for task, found in correct:
        runs[task.file] = runs.get(task.file, 0) + (found.runs if found else 0)
    return min(runs.values(), default=0)


def _unknown(exercise: Exercise, solved: Mapping[Framework, Found]) -> int:
    """Mutants that cannot be looked up, because the solution itself was not graded."""
    left = (f for f in exercise.frameworks if f not in solved)
    return sum(len(plan.mutants_of(exercise, framework)) for framework in left)
