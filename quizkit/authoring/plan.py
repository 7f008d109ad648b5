"""What is graded to prove an exercise: its files first, then the mutants of its solutions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from quizkit.authoring.mutants import Mutant, mutants
from quizkit.authoring.task import Found, Kind, Task
from quizkit.model import EquivalentMutant, Exercise, Framework

STEPS = (2, 10, *range(20, 1001, 20))
"""Seeds are graded in such pieces, so that more seeds later only add pieces."""
MUTANT_SEEDS = (1, 2, 3)
SLOWER = 10.0
"""A mutant may take so many times as long as the solution, and at least LEAST_SECONDS."""
LEAST_SECONDS = 2.0
INPUTS = 1000
"""On so many inputs a listed mutant must agree with the reference."""
MOST_SEEDS = 500


@dataclass(frozen=True, slots=True)
class Scope:
    """How much of an exercise is proved: seeds of each correct solution; mutants of each solution
    (None: every one; else so many, chosen by `salt`); inputs for each listed mutant."""

    seeds: int = 2
    mutants: int | None = 0
    inputs: int = 0
    salt: str = ""


FULL = Scope(seeds=200, mutants=None, inputs=INPUTS)


def pieces(seeds: int) -> Iterator[tuple[int, ...]]:
    """1 to `seeds` in the pieces of STEPS."""
    first = 1
    for last in (*(step for step in STEPS if step < seeds), seeds):
        yield tuple(range(first, last + 1))
        first = last + 1


def files(exercise: Exercise, scope: Scope) -> Iterator[Task]:
    """Every file of the exercise, the correct ones once for each piece of seeds."""
    folder = Path(exercise.folder)

    def task(framework: Framework, kind: Kind, file: str, **more: object) -> Task:
        plain = Task(exercise, framework, kind, file, (folder / file).read_bytes(), (1,))
        return replace(plain, **more)  # type: ignore[arg-type]

    for framework in exercise.frameworks:
        yield task(framework, Kind.STARTER, f"starter_{framework}.py")
        for file in correct(exercise, framework):
            for seeds in pieces(scope.seeds):
                yield task(framework, Kind.CORRECT, file, seeds=seeds)
        for number, wrong in enumerate(exercise.wrong):
            if framework in wrong.check:
                file, place = f"wrong/{wrong.name}_{framework}.py", ("wrong", number, "check")
                check = wrong.check[framework]
                yield task(framework, Kind.WRONG, file, check=check, place=(*place, str(framework)))


def correct(exercise: Exercise, framework: Framework) -> list[str]:
    """The solution and the other correct ones."""
    others = sorted(Path(exercise.folder).glob(f"also/*_{framework}.py"))
    return [f"solution_{framework}.py", *(f"also/{file.name}" for file in others)]


def mutants_of(exercise: Exercise, framework: Framework) -> list[Mutant]:
    """Every mutant of a solution; none of one that is no Python, as its grading says."""
    file = Path(exercise.folder) / f"solution_{framework}.py"
    try:
        return mutants(file.read_text(encoding="utf-8"))
    except (SyntaxError, UnicodeDecodeError):
        return []


def listed(exercise: Exercise, framework: Framework, mutant: Mutant) -> EquivalentMutant | None:
    """The entry that says why the mutant is equivalent."""
    for entry in exercise.equivalent:
        same = (entry.line, entry.becomes, entry.nth) == (mutant.line, mutant.becomes, mutant.nth)
        if same and entry.framework is framework:
            return entry
    return None


def changed(
    exercise: Exercise, scope: Scope, solutions: Mapping[Framework, Found]
) -> Iterator[Task]:
    """The mutants, with limits by the time that the solutions took."""
    for framework in exercise.frameworks:
        known = solutions.get(framework)
        if known is None or not known.accepted or scope.mutants == 0:
            continue
        file = f"solution_{framework}.py"
        for mutant in chosen(mutants_of(exercise, framework), scope):
            entry = listed(exercise, framework, mutant)
            kind = Kind.LISTED if entry else Kind.MUTANT
            seconds = min(max(SLOWER * known.seconds, LEAST_SECONDS), exercise.limits.seconds)
            task = Task(
                exercise, framework, kind, file, mutant.source.encode(), MUTANT_SEEDS,
                mutant=mutant, limits=replace(exercise.limits, seconds=seconds),
            )  # fmt: skip
            yield from agreeing(task, known, scope) if entry and scope.inputs else [task]


def agreeing(task: Task, solution: Found, scope: Scope) -> Iterator[Task]:
    """A listed mutant, with as many seeds as `scope.inputs` take."""
    needed = -(-scope.inputs // max(solution.inputs, 1))
    for seeds in pieces(min(needed, MOST_SEEDS)):
        yield replace(task, seeds=seeds, limits=task.exercise.limits)


def chosen(found: Sequence[Mutant], scope: Scope) -> Sequence[Mutant]:
    """All mutants, or the first of an order that another salt changes."""
    if scope.mutants is None or len(found) <= scope.mutants:
        return found

    def order(mutant: Mutant) -> str:
        return hashlib.sha256(f"{scope.salt} {mutant.id}".encode()).hexdigest()

    kept = {mutant.id for mutant in sorted(found, key=order)[: scope.mutants]}
    return [mutant for mutant in found if mutant.id in kept]
