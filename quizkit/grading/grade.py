"""From a submission to a verdict, in the grader's process."""

from __future__ import annotations

import os
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any

from quizkit.grading.bundle import write_bundle
from quizkit.grading.checks import Dice
from quizkit.grading.diagnosis.failing import failing_call
from quizkit.grading.diagnosis.find import attributed, diagnose
from quizkit.grading.diagnosis.replay import candidates
from quizkit.grading.diagnosis.stage import Stage
from quizkit.grading.learner import Learner
from quizkit.grading.pace import figures
from quizkit.grading.plugin import Run, run_checks
from quizkit.grading.process import FOLDER
from quizkit.model import (
    UNDIAGNOSED,
    CheckResult,
    Diagnosis,
    Exercise,
    FailingCall,
    Limits,
    Outcome,
    Submission,
    Verdict,
    VerdictKind,
)
from quizkit.sandbox import host
from quizkit.sandbox.host import Child, FrameworkMissing, Sandbox, SandboxFault

OUTPUT_LINES = 20


@dataclass(frozen=True, slots=True)
class Bench:
    """Where one submission is graded: it, its exercise, the learner's side, and the limits.

    `beside` are the seconds that whoever waits for the verdict spends on more than the grading.
    """

    submission: Submission
    exercise: Exercise
    sandbox: Sandbox
    limits: Limits
    beside: float = 0.0

    def learner(self) -> Learner:
        """The learner of one group of checks."""
        wanted = entries_of(self.exercise, self.submission.framework)
        return Learner(self.sandbox, self.submission, wanted, self._bounds(), self.harness)

    def child(self, seconds: float) -> Child:
        """A process for known-wrong solutions, as confined as the learner's."""
        return self.sandbox.child(self._bounds(seconds))

    def _bounds(self, seconds: float = inf) -> host.Limits:
        limits = self.limits
        return host.Limits(min(seconds, limits.seconds), limits.memory_mb, limits.output_kb)

    @property
    def harness(self) -> str:
        """The exercise's glue for the framework, if there is any."""
        return harness_of(self.exercise, self.submission.framework)

    def diagnosis(self, run: Run, seconds: float) -> tuple[Diagnosis, ...]:
        """Why checks failed, found in about `seconds`."""
        if run.fault or not run.suspects:
            return ()
        pool = candidates(self.exercise, self.submission.framework)
        try:
            return diagnose(run, pool, Stage(self.child, self.harness), seconds)
        except Exception:  # the verdict stands, whatever is wrong with its explanation
            bundle = write_bundle(run, self.submission, traceback.format_exc())
            return (Diagnosis(UNDIAGNOSED, (run.suspects[0].check,), {"bundle": bundle}),)

    def failing(self, run: Run) -> FailingCall | None:
        """The call at which the first check failed, for `grade --debug`."""
        return failing_call(run, self.harness)


def grade(
    bench: Bench,
    seed: int,
    explain: bool = False,
    report: Callable[[CheckResult], None] = lambda result: None,
) -> tuple[Verdict, Run]:
    """Run every check on a submission: the verdict, and the run that it stands for.

    Never raises for what the learner did. With `explain` a failure is looked into, which may take
    as long again as the grading. Every finished check is reported at once.
    """
    began = time.monotonic()
    run = Run(bench.exercise, Dice(seed), bench.learner, lambda: _ready(bench.sandbox), report)
    kind, code, facts = _ended(run, bench.submission)
    if run.printed_kb:
        facts |= {"printed_kb": run.printed_kb, "kept_kb": bench.limits.output_kb}
    took = time.monotonic() - began
    explained = explain and kind is not VerdictKind.UNSUPPORTED
    diagnosis = bench.diagnosis(run, took + bench.beside) if explained else ()
    verdict = Verdict(
        exercise=bench.exercise.id,
        framework=bench.submission.framework,
        file=bench.submission.file,
        digest=bench.submission.digest,
        verdict=kind,
        seed=seed,
        duration_s=round(took, 3),
        python=bench.sandbox.python,
        isolation=bench.sandbox.layers,
        backend=bench.sandbox.backend,
        checks=attributed(run.results, diagnosis),
        output=last_lines(run.output),
        code=code,
        facts=facts | _about(bench, run),
        limits=bench.limits,
        diagnosis=diagnosis,
    )
    return verdict, run


def _ended(run: Run, submission: Submission) -> tuple[VerdictKind, str | None, dict[str, Any]]:
    """Run the checks: the verdict, its code and facts."""
    try:
        with tempfile.TemporaryDirectory(prefix=f"{FOLDER}{os.getpid()}-") as folder:
            run_checks(run, folder)
        if run.stopped is not None:
            raise run.stopped
        if not run.fault:
            return conclude(run)
    except FrameworkMissing as error:
        return VerdictKind.UNSUPPORTED, "unsupported", {"why": str(error)}
    except (SandboxFault, OSError) as error:  # OSError: no place for temporary files
        run.fault = str(error)
    why = run.fault.strip().splitlines()[-1]
    facts = {"bundle": write_bundle(run, submission, run.fault), "why": why}
    return VerdictKind.GRADER_FAULT, "grader_fault", facts


def entries_of(exercise: Exercise, framework: str) -> list[str]:
    """What a submission must define; `name:numpy` is asked for in that framework only."""
    pairs = [entry.partition(":") for entry in exercise.entries]
    return [name for name, _, only in pairs if only in ("", framework)]


def harness_of(exercise: Exercise, framework: str) -> str:
    """The exercise's glue for the learner's process, `harness_<framework>.py`; often there is none.

    It drives what is neither a model nor a function, and is no secret. SyntaxError, which is the
    grader's own fault, where it cannot be compiled.
    """
    file = Path(exercise.folder) / f"harness_{framework}.py"
    if not file.exists():
        return ""
    source = file.read_text(encoding="utf-8")
    compile(source, str(file), "exec")
    return source


def _ready(sandbox: Sandbox) -> None:
    with sandbox.child(host.Limits()):
        return


def conclude(run: Run) -> tuple[VerdictKind, str | None, dict[str, Any]]:
    """The verdict of a run: that of the first check not passed, in declared order.

    What looked in vain for something that only PyTorch has is not rejected.
    """
    if run.invalid is not None:
        return VerdictKind.INVALID, run.invalid.code, dict(run.invalid.facts)
    first = first_failed(run.results)
    if first is None:
        return VerdictKind.ACCEPTED, None, {}
    kind = first.verdict or VerdictKind.REJECTED
    if kind is VerdictKind.REJECTED and run.lacks:
        return VerdictKind.UNSUPPORTED, "lacks", {"name": ", ".join(run.lacks)}
    return kind, first.code, dict(first.measured)


def first_failed(results: Sequence[CheckResult]) -> CheckResult | None:
    """The first failed check, or None."""
    return next((result for result in results if result.outcome is Outcome.FAILED), None)


def last_lines(output: Sequence[str]) -> str:
    """The end of what the learner's code printed; the same text of several groups once."""
    parts = list(dict.fromkeys(output))
    return "\n".join("\n".join(parts).splitlines()[-OUTPUT_LINES:])


def _about(bench: Bench, run: Run) -> dict[str, Any]:
    """What a verdict says of every run."""
    return {
        "pace": figures(run.laps),
        "inputs": run.inputs,
    }
