"""What follows from a verdict: the exit code, and the attempt in the progress store."""

from __future__ import annotations

from pathlib import Path

from quizkit.cli import common
from quizkit.errors import StoreError
from quizkit.model import Attempt, Exercise, Outcome, Verdict, VerdictKind

FAULTS = frozenset({VerdictKind.GRADER_FAULT, VerdictKind.UNSUPPORTED})


def exit_code(verdict: Verdict) -> int:
    """0 accepted, 4 not the learner's doing, 1 otherwise."""
    if verdict.verdict is VerdictKind.ACCEPTED:
        return 0
    return 4 if verdict.verdict in FAULTS else 1


def record(verdict: Verdict, item: Exercise) -> None:
    """Store the attempt; where that fails the verdict stands, with a warning."""
    from quizkit.progress import now
    from quizkit.report.as_json import verdict_object

    if verdict.verdict in FAULTS:
        return
    failed = tuple(check.id for check in verdict.checks if check.outcome is Outcome.FAILED)
    attempt = Attempt(
        now(), item.id, verdict.framework, str(Path(verdict.file).absolute()), verdict.digest,
        verdict.verdict, verdict.seed, round(verdict.score, 4), verdict.duration_s, failed,
        item.revision,
    )  # fmt: skip
    try:
        with common.store(readonly=False) as store:
            store.add_attempt(attempt, verdict_object(verdict, "en"))
    except StoreError as error:
        common.err(common.word(error))
