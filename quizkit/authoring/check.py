"""The whole check of a bank: its form, its questions, its exercises and their mutants."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path

from quizkit.authoring import digest, judge, plan, pool, questions, task
from quizkit.authoring.plan import Scope
from quizkit.authoring.proof import Proof, State
from quizkit.authoring.results import Results
from quizkit.authoring.task import Found, Task
from quizkit.bank import Bank, survey
from quizkit.bank.faults import Fault
from quizkit.bank.source import EXERCISE
from quizkit.bank.unwritten import left
from quizkit.errors import UnknownId
from quizkit.model import Exercise, Framework

Scopes = Callable[[Mapping[str, Exercise]], Mapping[str, Scope]]


def everywhere(scope: Scope) -> Scopes:
    """The same scope for every exercise."""
    return lambda exercises: dict.fromkeys(exercises, scope)


@dataclass(frozen=True, slots=True)
class Options:
    """`only`: ids to check; `known`: what was proved before and did not change is not run again;
    `scopes`: how much of each exercise is proved."""

    only: tuple[str, ...] = ()
    known: bool = False
    scopes: Scopes = field(default_factory=lambda: everywhere(Scope()))


@dataclass(slots=True)
class Progress:
    """How far a check is, in gradings and questions; `known` of `done` cost nothing."""

    show: Callable[[Progress], None] = lambda _: None
    total: int = 0
    done: int = 0
    known: int = 0
    subject: str = ""
    drafts: list[str] = field(default_factory=list)
    """The drafts among what is checked."""
    left: dict[str, list[str]] = field(default_factory=dict)
    """What is still to be written in a question that is a draft, by its id."""

    def step(self, subject: str, weight: int = 1, known: bool = False) -> None:
        """One thing is done."""
        self.done += weight
        self.known += weight if known else 0
        self.subject = subject
        self.show(self)


def place(path: Path) -> tuple[Path, tuple[str, ...]]:
    """(bank, ids to check) that a path means: a bank, or one exercise's folder."""
    if (path / EXERCISE).is_file():
        folder = path.resolve()
        return folder.parent, (folder.name,)
    return path, ()


def check(path: Path, options: Options, progress: Progress | None = None) -> Iterator[Proof]:
    """Prove a bank; one Proof after the other, in order."""
    progress = progress or Progress()
    path, named = place(path)
    only = options.only or named
    bank, faults = survey(path)
    _all_there(bank, only, faults)
    for fault in faults:
        if not named or fault.file.startswith(f"{named[0]}/"):
            yield Proof(fault.file, State.FAILED, fault=fault)
    if faults and not only:
        return
    run = _Run(options, progress)
    names = [name for name in (*bank.index, *bank.drafts) if not only or name in only]
    chosen = {
        name: exercise for name, exercise in bank.exercises.items() if not only or name in only
    }
    yield from run.on_questions(bank, names)
    yield from run.on_exercises(chosen)


def _all_there(bank: Bank, only: tuple[str, ...], faults: tuple[Fault, ...]) -> None:
    """Raise UnknownId for an id to check that is neither there nor in a file with faults."""
    for name in only:
        broken = any(fault.file.startswith(f"{name}/") or name in fault.key for fault in faults)
        names = [*bank.exercises, *bank.index, *bank.drafts]
        if name not in names and not broken:
            raise UnknownId(name, get_close_matches(name, names, 3))


class _Run:
    """What one check shares: options, results of before, progress."""

    def __init__(self, options: Options, progress: Progress) -> None:
        self.options = options
        self.results = Results()
        self.progress = progress

    def on_questions(self, bank: Bank, names: list[str]) -> Iterator[Proof]:
        """Every question named."""
        self.progress.total += len(names)
        with questions.Runners() as runners:
            for name in names:
                yield from self._question(bank, name, runners)

    def _question(self, bank: Bank, name: str, runners: questions.Runners) -> Iterator[Proof]:
        question = bank.question(name)
        if question.draft:
            self.progress.drafts.append(name)
            self.progress.left[name] = left(question)
        key = digest.question_key(question)
        if self.options.known and self.results.get(key) is not None:
            self.progress.step(name, known=True)
            yield Proof(name, State.PROVED)
            return
        proofs = list(questions.prove(question, runners)) or [Proof(name, State.PROVED)]
        if all(proof.state is State.PROVED for proof in proofs):
            self.results.add(key, {"question": name})
        self.progress.step(name)
        yield from proofs

    def on_exercises(self, exercises: Mapping[str, Exercise]) -> Iterator[Proof]:
        """Every exercise: first its files, then the mutants of its solutions."""
        scopes = self.options.scopes(exercises)
        self.progress.drafts += [name for name, exercise in exercises.items() if exercise.draft]
        first = [t for name, e in exercises.items() for t in plan.files(e, scopes[name])]
        found = self._all(first)
        second = [
            t
            for name, exercise in exercises.items()
            for t in plan.changed(exercise, scopes[name], _solved(found, exercise))
        ]
        found |= self._all(second)
        for name, exercise in exercises.items():
            mine = [t for t in first + second if t.exercise is exercise]
            pairs = [(t, found[t.subject, t.seeds]) for t in mine]
            yield from judge.judge(exercise, pairs, scopes[name])

    def _all(self, tasks: list[Task]) -> dict[tuple[str, tuple[int, ...]], Found | None]:
        """What comes of the tasks, those that were not run before on every core."""
        self.progress.total += sum(len(t.seeds) for t in tasks)
        found: dict[tuple[str, tuple[int, ...]], Found | None] = {}
        left = []
        for t in tasks:
            known = self._known(t)
            if known is not None or not _runs_here(t):
                found[t.subject, t.seeds] = known
                self.progress.step(t.subject, len(t.seeds), known=True)
            else:
                left.append(t)
        for t, result in pool.each(left, task.run):
            found[t.subject, t.seeds] = result
            if result.lasts(t.kind):
                self.results.add(digest.task_key(t), result.record())
            self.progress.step(t.subject, len(t.seeds))
        return found

    def _known(self, t: Task) -> Found | None:
        record = self.results.get(digest.task_key(t)) if self.options.known else None
        try:
            return None if record is None else Found.of(record)
        except (KeyError, TypeError, ValueError):
            return None


def _runs_here(t: Task) -> bool:
    return t.framework is not Framework.TORCH or find_spec("torch") is not None


def _solved(
    found: Mapping[tuple[str, tuple[int, ...]], Found | None], exercise: Exercise
) -> Mapping[Framework, Found]:
    """What the first seeds of each of an exercise's solutions gave."""
    solved = {}
    for framework in exercise.frameworks:
        subject = f"{exercise.id}/solution_{framework}.py"
        first = next((f for (s, seeds), f in found.items() if s == subject and seeds[0] == 1), None)
        if first is not None:
            solved[framework] = first
    return solved
