"""Proving exercises: starters fail, correct ones pass, wrong ones fall to the check they name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from quizkit.authoring.proof import Proof, State
from quizkit.grading.client import Grader
from quizkit.model import Exercise, Framework, Outcome, Submission, Verdict, VerdictKind


@dataclass(frozen=True, slots=True)
class Job:
    """One file and how grading it must end: `accepted`, a check's id, or empty: not accepted."""

    exercise: Exercise
    framework: Framework
    file: str
    ends: str

    @property
    def subject(self) -> str:
        """How the job is called in reports."""
        return f"{self.exercise.id}/{self.file}"


def jobs(exercise: Exercise) -> Iterator[Job]:
    """Every file of the exercise that is to be graded."""
    for framework in exercise.frameworks:
        yield Job(exercise, framework, f"starter_{framework}.py", "")
        yield Job(exercise, framework, f"solution_{framework}.py", "accepted")
        for path in sorted(Path(exercise.folder).glob(f"also/*_{framework}.py")):
            yield Job(exercise, framework, f"also/{path.name}", "accepted")
        for wrong in exercise.wrong:
            if framework in wrong.check:
                name = f"wrong/{wrong.name}_{framework}.py"
                yield Job(exercise, framework, name, wrong.check[framework])


def prove(job: Job, grader: Grader, seeds: list[int]) -> Proof:
    """Grade one file."""
    if job.framework is Framework.TORCH and find_spec("torch") is None:
        return Proof(job.subject, State.NOT_HERE, got="PyTorch")
    source = (Path(job.exercise.folder) / job.file).read_bytes()
    given = Submission.of(job.exercise.id, job.framework, job.file, source)
    verdict = grader.grade(given, job.exercise, seeds)[-1]
    ended = how_it_ended(verdict)
    if job.ends == "" and verdict.verdict not in (VerdictKind.ACCEPTED, VerdictKind.GRADER_FAULT):
        return Proof(job.subject, State.PROVED)
    if ended == job.ends:
        return Proof(job.subject, State.PROVED)
    got = f"{ended} (seed {verdict.seed}) {dict(verdict.facts)}"
    return Proof(job.subject, State.FAILED, job.ends or "not accepted", got)


def how_it_ended(verdict: Verdict) -> str:
    """`accepted`, the id of the first failed check, or the verdict's own word."""
    if verdict.verdict is VerdictKind.ACCEPTED:
        return "accepted"
    failed = [check.id for check in verdict.checks if check.outcome is Outcome.FAILED]
    if verdict.verdict is VerdictKind.GRADER_FAULT or not failed:
        return str(verdict.verdict)
    return failed[0]
