"""One file (or mutant) to grade, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any

from quizkit.authoring.mutants import Mutant
from quizkit.errors import EnvironmentFault
from quizkit.grading.client import Grader
from quizkit.model import Exercise, Framework, Limits, Outcome, Submission, Verdict, VerdictKind

FACTS = 300


class Kind(StrEnum):
    """What a source is, and so how grading it must end."""

    STARTER = "starter"
    CORRECT = "correct"
    WRONG = "wrong"
    MUTANT = "mutant"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class Task:
    """`source` is graded with each of `seeds` until one is not accepted.

    `check` is the one that must reject a wrong solution; `place` where that stands in the YAML.
    """

    exercise: Exercise
    framework: Framework
    kind: Kind
    file: str
    source: bytes
    seeds: tuple[int, ...]
    check: str = ""
    place: tuple[str | int, ...] = ()
    mutant: Mutant | None = None
    limits: Limits | None = None

    @property
    def subject(self) -> str:
        """How it is called in reports."""
        name = f"{self.exercise.id}/{self.file}"
        return f"{name}:{self.mutant.lineno} {self.mutant.id}" if self.mutant else name


@dataclass(frozen=True, slots=True)
class Found:
    """How a grading ended: `accepted`, the first failed check, or the verdict's own word.

    `runs` is how many seeds were graded, the last of them `seed`; `inputs` how many different
    inputs one of them sends; `checks` are (id, group) in the order they were declared.
    """

    ended: str
    seed: int = 0
    runs: int = 0
    seconds: float = 0.0
    facts: str = ""
    verdict: str = ""
    inputs: int = 0
    checks: tuple[tuple[str, str], ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether every check passed with every seed."""
        return self.ended == VerdictKind.ACCEPTED

    @property
    def fault(self) -> bool:
        """Whether the grader itself failed, so that nothing was found out."""
        return self.ended in (VerdictKind.GRADER_FAULT, "grader_ended")

    def lasts(self, kind: Kind) -> bool:
        """Whether it is as good tomorrow: no fault, and no time-out that a busy machine may cause.

        A mutant has ten times the solution's time, so its time-outs count.
        """
        slow = self.verdict == VerdictKind.TIMED_OUT and kind is not Kind.MUTANT
        return not (self.fault or slow)

    def record(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Found:
        """From JSON; KeyError or TypeError where it is none."""
        values = {field.name: record[field.name] for field in fields(cls)}
        return cls(**values | {"checks": tuple((name, group) for name, group in values["checks"])})


def run(task: Task, grader: Grader) -> Found:
    """Grade a task."""
    given = Submission.of(task.exercise.id, task.framework, task.file, task.source)
    try:
        verdicts = grader.grade(given, task.exercise, task.seeds, task.limits)
    except EnvironmentFault as error:
        return Found(error.code)
    last = verdicts[-1]
    return Found(
        how_it_ended(last),
        last.seed,
        len(verdicts),
        max(verdict.duration_s for verdict in verdicts),
        str(dict(last.facts))[:FACTS],
        str(last.verdict),
        int(last.facts.get("inputs", 0)),
        tuple((check.id, check.group) for check in last.checks),
    )


def how_it_ended(verdict: Verdict) -> str:
    """`accepted`, the id of the first failed check, or the verdict's own word."""
    if verdict.verdict is VerdictKind.ACCEPTED:
        return "accepted"
    failed = [check.id for check in verdict.checks if check.outcome is Outcome.FAILED]
    if verdict.verdict is VerdictKind.GRADER_FAULT or not failed:
        return str(verdict.verdict)
    return failed[0]
