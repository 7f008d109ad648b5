"""What was found, judged: a Proof for each task, and for each fault of an exercise as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from quizkit.authoring import plan
from quizkit.authoring.faults import Where, inline, worded
from quizkit.authoring.mutants import Mutant
from quizkit.authoring.plan import INPUTS, Scope
from quizkit.authoring.proof import Proof, State
from quizkit.authoring.task import Found, Kind, Task
from quizkit.bank.faults import Fault, listed
from quizkit.model import Exercise, Text, VerdictKind

Pairs = Sequence[tuple[Task, Found | None]]
"""Tasks with what came of them; None where the framework is missing here."""
ALSO = 2
SHARE = 10
"""One mutant in so many may be listed as equivalent."""


def judge(exercise: Exercise, pairs: Pairs, scope: Scope) -> Iterator[Proof]:
    """Everything that the results say of an exercise."""
    where = Where(exercise)
    for task, found in pairs:
        yield _task(task, found, where)
    solutions = [found for task, found in pairs if found and task.kind is Kind.CORRECT]
    whole = next((found for found in solutions if found.accepted), None)
    faults = [*_others(exercise, where), *_listed(exercise, where)]
    if whole is not None:
        faults += [*_order(exercise, whole, where), *_names(exercise, whole, where)]
    if scope.inputs:
        faults += _inputs(exercise, pairs, where)
    yield from (Proof(f"{exercise.id}/{fault.key}", State.FAILED, fault=fault) for fault in faults)


def _task(task: Task, found: Found | None, where: Where) -> Proof:
    if found is None:
        return Proof(task.subject, State.NOT_HERE, got="PyTorch")
    fault = _FAULTS[task.kind](task, found, where)
    if found.fault:
        grader = task.exercise.grader
        fault = where.fault_in(grader, None, "grader_broken", got=_ended(found), grader=grader)
    if fault is None:
        return Proof(task.subject, State.PROVED)
    survived = task.mutant is not None and task.kind is Kind.MUTANT
    diff = task.mutant.diff(_original(task), task.file) if task.mutant and survived else ""
    return Proof(task.subject, State.FAILED, fault=fault, diff=diff)


def _original(task: Task) -> str:
    return (Path(task.exercise.folder) / task.file).read_text(encoding="utf-8")


def _ended(found: Found) -> Text:
    return worded("ended", ended=found.ended, seed=found.seed, facts=inline(found.facts))


def _starter(task: Task, found: Found, where: Where) -> Fault | None:
    if found.accepted:
        return where.fault_in(task.file, None, "starter_accepted", file=task.file)
    if found.ended == VerdictKind.INVALID:
        got = _ended(found)
        return where.fault_in(task.file, None, "starter_broken", file=task.file, got=got)
    return None


def _correct(task: Task, found: Found, where: Where) -> Fault | None:
    if found.accepted:
        return None
    return where.fault_in(task.file, None, "false_alarm", file=task.file, got=_ended(found))


def _wrong(task: Task, found: Found, where: Where) -> Fault | None:
    if found.ended == task.check:
        return None
    check = task.check
    if found.accepted:
        return where.fault("not_rejected", task.place, runs=found.runs, check=check)
    got = _ended(found)
    return where.fault("another_check", task.place, got=got, check=check, file=task.file)


def _mutant(task: Task, found: Found, where: Where) -> Fault | None:
    assert task.mutant is not None
    if not found.accepted:
        return None
    said = {"becomes": inline(task.mutant.becomes), "id": task.mutant.id}
    return where.fault_in(task.file, task.mutant.lineno, "survivor", runs=found.runs, **said)


def _equivalent(task: Task, found: Found, where: Where) -> Fault | None:
    assert task.mutant is not None
    if found.accepted:
        return None
    entry = plan.listed(task.exercise, task.framework, task.mutant)
    assert entry is not None
    place = ("equivalent", task.exercise.equivalent.index(entry))
    return where.fault("not_equivalent", place, got=_ended(found))


_FAULTS = {
    Kind.STARTER: _starter,
    Kind.CORRECT: _correct,
    Kind.WRONG: _wrong,
    Kind.MUTANT: _mutant,
    Kind.LISTED: _equivalent,
}


def _others(exercise: Exercise, where: Where) -> Iterator[Fault]:
    """Each framework has other correct solutions; a draft may have none yet."""
    for framework in () if exercise.draft else exercise.frameworks:
        got = len(plan.correct(exercise, framework)) - 1
        if got < ALSO:
            yield where.fault("few_also", ("id",), least=ALSO, framework=framework, got=got)


def _order(exercise: Exercise, found: Found, where: Where) -> Iterator[Fault]:
    """The checks stand in the order of their groups, so that the first failed is the first gate."""
    ranks = {group: rank for rank, group in enumerate(exercise.groups)}
    pairs = zip(found.checks, found.checks[1:], strict=False)
    for (before, earlier), (check, group) in pairs:
        if ranks[group] < ranks[earlier]:
            about = {"check": check, "group": group, "before": before, "earlier": earlier}
            yield where.fault("group_order", ("groups",), grader=exercise.grader, **about)


def _names(exercise: Exercise, found: Found, where: Where) -> Iterator[Fault]:
    """Checks that the YAML names are there."""
    known = [check for check, _ in found.checks]
    for name in exercise.weights:
        if name not in known:
            yield where.fault("no_check", ("weights", name), checks=listed(known), got=name)
    for number, wrong in enumerate(exercise.wrong):
        for framework, name in wrong.check.items():
            if name not in known:
                place = ("wrong", number, "check", str(framework))
                yield where.fault("no_check", place, checks=listed(known), got=name)


def _listed(exercise: Exercise, where: Where) -> Iterator[Fault]:
    """Each listed mutant is one of the solution, and they are few."""
    if not exercise.equivalent:
        return
    every = {framework: plan.mutants_of(exercise, framework) for framework in exercise.frameworks}
    for number, entry in enumerate(exercise.equivalent):
        mutants = every[entry.framework]
        if not any(plan.listed(exercise, entry.framework, mutant) is entry for mutant in mutants):
            near = _near(entry.line, entry.becomes, mutants)
            yield where.fault("no_mutant", ("equivalent", number), near=near)
    total, got = sum(map(len, every.values())), len(exercise.equivalent)
    if got * SHARE > total:
        about = {"share": SHARE, "most": total // SHARE, "mutants": total}
        yield where.fault("many_listed", ("equivalent",), got=got, **about)


def _near(line: str, becomes: str, mutants: Sequence[Mutant]) -> Text:
    said = {f"{mutant.line}\n{mutant.becomes}": mutant for mutant in mutants}
    close = get_close_matches(f"{line}\n{becomes}", said, n=1, cutoff=0.5)
    if not close:
        return worded("nothing_near")
    mutant = said[close[0]]
    return worded("nearest", line=inline(mutant.line), becomes=inline(mutant.becomes))


def _inputs(exercise: Exercise, pairs: Pairs, where: Where) -> Iterator[Fault]:
    """Each listed mutant agreed on enough inputs."""
    tried: Counter[str] = Counter()
    seeds: Counter[str] = Counter()
    for task, found in pairs:
        if task.kind is Kind.LISTED and task.mutant and found and found.accepted:
            tried[task.mutant.id] += found.inputs * found.runs
            seeds[task.mutant.id] += found.runs
    for name, got in tried.items():
        if got < INPUTS:
            about = {"least": INPUTS, "got": got, "seeds": seeds[name]}
            yield where.fault("few_inputs", ("equivalent",), **about)
