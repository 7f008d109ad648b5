"""What the grader's process has told so far: finished checks and verdicts, kept if it is killed."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from quizkit.errors import EnvironmentFault
from quizkit.model import (
    CheckResult,
    Exercise,
    FailingCall,
    Limits,
    Submission,
    Verdict,
    VerdictKind,
)


class Journal:
    """The replies to one request."""

    def __init__(
        self, submission: Submission, exercise: Exercise, seeds: Sequence[int], limits: Limits
    ) -> None:
        self.submission = submission
        self.exercise = exercise
        self.seeds = seeds
        self.limits = limits
        self.verdicts: list[Verdict] = []
        self.finished: list[CheckResult] = []
        self.failing: FailingCall | None = None
        self.began = time.monotonic()

    def note(self, told: dict[str, Any]) -> bool:
        """Take in one reply; whether it is the last. EnvironmentFault for missing layers."""
        from quizkit.grading.transfer import unpack, unpack_check, unpack_failing

        if "check" in told:
            self.finished.append(unpack_check(told["check"]))
        elif "verdict" in told:
            self.verdicts.append(worded(unpack(told["verdict"]), self.exercise))
            self.finished.clear()
        elif "failing" in told:
            self.failing = unpack_failing(told["failing"])
        elif "layers_missing" in told:
            raise EnvironmentFault("layers_missing", layers=", ".join(told["layers_missing"]))
        return "end" in told

    def complete(self) -> bool:
        """Whether every verdict that was asked for is there."""
        if len(self.verdicts) == len(self.seeds):
            return True
        return bool(self.verdicts) and self.verdicts[-1].verdict is not VerdictKind.ACCEPTED

    def cut_short(self) -> list[Verdict]:
        """The verdicts when no more replies come; the last is a fault with what was finished.

        Raises EnvironmentFault where nothing was finished at all.
        """
        if self.complete():
            return self.verdicts
        if not self.verdicts and not self.finished:
            raise EnvironmentFault("grader_ended")
        return [*self.verdicts, self._fault()]

    def _fault(self) -> Verdict:
        return Verdict(
            exercise=self.exercise.id,
            framework=self.submission.framework,
            file=self.submission.file,
            digest=self.submission.digest,
            verdict=VerdictKind.GRADER_FAULT,
            seed=self.seeds[len(self.verdicts)],
            duration_s=round(time.monotonic() - self.began, 3),
            python="",
            isolation=(),
            checks=tuple(self.finished),
            code="grader_ended",
            facts={"finished": len(self.finished)},
            limits=self.limits,
        )


def worded(verdict: Verdict, exercise: Exercise) -> Verdict:
    """The verdict with the exercise's own words for the mistakes that it names."""
    titles = {found.id: found.title for found in exercise.misconceptions}
    mistakes = {wrong.name: wrong.mistake for wrong in exercise.wrong}
    diagnosis = []
    for found in verdict.diagnosis:
        if found.misconception in titles:
            shown = [mistakes[name] for name in found.params["solutions"] if name in mistakes]
            title = titles[found.misconception]
            found = replace(found, title=title, mistake=shown[0] if shown else title)
        diagnosis.append(found)
    return replace(verdict, diagnosis=tuple(diagnosis))
