"""For callers of the grader: `Grader` runs it in a process of its own and survives its death.

with Grader() as grader:
    verdicts = grader.grade(submission, exercise, seeds=[failed_before, fresh_seed()])
"""

from __future__ import annotations

import json
import secrets
import signal
import subprocess
from collections.abc import Sequence
from typing import Any, Self

from quizkit.errors import EnvironmentFault
from quizkit.grading.journal import Journal
from quizkit.grading.process import FOLDER, launch
from quizkit.model import Exercise, FailingCall, Limits, Submission, Verdict


def fresh_seed() -> int:
    """A seed nobody can guess, short enough to type."""
    return secrets.randbelow(1_000_000)


class Grader:
    """The grader's process. `start` does not wait for its imports.

    `require` names the isolation layers without which nothing of the learner's is run; `process`
    is one that was launched before; `backend` is what serves torch: torch, quizgrad or auto.
    """

    def __init__(
        self,
        python: str = "",
        require: Sequence[str] = (),
        process: subprocess.Popen[str] | None = None,
        backend: str = "auto",
    ) -> None:
        self.python = python
        self.backend = backend
        self.require = tuple(require)
        self.failing: FailingCall | None = None
        self._process = process
        self._killed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.close(now=kind is not None)

    def start(self, framework: str = "") -> None:
        """Launch the process and, with a framework, let it warm that one's learner's side up."""
        if self._process is None or self._process.poll() is not None:
            self._process = launch()
        if framework:
            self._write({"warm": framework} | self._where())

    def _where(self) -> dict[str, Any]:
        """What decides which learner's side serves a request."""
        return {"python": self.python, "require": list(self.require), "backend": self.backend}

    def _write(self, message: dict[str, Any]) -> None:
        assert self._process is not None and self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(message) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise EnvironmentFault("grader_ended") from None

    def grade(
        self,
        submission: Submission,
        exercise: Exercise,
        seeds: Sequence[int],
        limits: Limits | None = None,
        explain: bool = False,
        debug: bool = False,
    ) -> list[Verdict]:
        """One verdict per seed, up to the first that is not `accepted`; with `explain` that one
        carries its diagnosis, with `debug` its failing call is left in `failing`. If the grader's
        process dies in the middle, the last verdict is `grader_fault` with the checks that were
        finished.

        Raises EnvironmentFault if it dies before that, or if a required layer is missing.
        """
        self.start()
        allowed = limits or exercise.limits
        asked = request_for(submission, exercise, seeds, allowed)
        self._write(asked | self._where() | {"explain": explain, "debug": debug})
        journal = Journal(submission, exercise, seeds, allowed)
        assert self._process is not None and self._process.stdout is not None
        for line in self._process.stdout:
            if line.endswith("\n") and journal.note(json.loads(line)):
                self.failing = journal.failing
                return journal.verdicts
        self.close()
        if self._killed:
            raise EnvironmentFault("grader_ended")
        return journal.cut_short()

    def kill(self) -> None:
        """End the process at once, whatever it does; another thread's `grade` raises."""
        process, self._killed = self._process, True
        if process is not None:
            process.kill()

    def close(self, now: bool = False) -> None:
        """End the process; the learner's side ends with it. With `now`, in the middle of a run."""
        if self._process is None:
            return
        process, self._process = self._process, None
        if now:
            process.send_signal(signal.SIGINT)  # it has a session of its own: no Ctrl-C gets there
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except BrokenPipeError:
                    continue
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if now or process.returncode:
            sweep(process.pid)


def sweep(grader: int) -> None:
    """Remove the temporary folders that a grader which ended in the middle could not."""
    import shutil
    import tempfile
    from pathlib import Path

    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDER}{grader}-*"):
        shutil.rmtree(folder, ignore_errors=True)


def request_for(
    submission: Submission, exercise: Exercise, seeds: Sequence[int], limits: Limits
) -> dict[str, Any]:
    """What the service is to grade, and how."""
    return {
        "exercise": {
            "id": exercise.id,
            "revision": exercise.revision,
            "groups": list(exercise.groups),
            "entries": list(exercise.entries),
            "weights": dict(exercise.weights),
            "folder": exercise.folder,
            "wrong": [
                {"name": w.name, "misconception": w.misconception, "check": dict(w.check)}
                for w in exercise.wrong
            ],
        },
        "framework": str(submission.framework),
        "file": submission.file,
        "source": submission.source.hex(),
        "seeds": list(seeds),
        "limits": {
            "seconds": limits.seconds,
            "memory_mb": limits.memory_mb,
            "output_kb": limits.output_kb,
        },
    }
