"""What follows from a verdict: what surrounds it, the attempt in the record, the exit code."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from quizkit.bank import Bank
from quizkit.cli import common
from quizkit.cli.jobs import Job
from quizkit.errors import StoreError
from quizkit.grading.client import Grader
from quizkit.model import Ahead, Attempt, Exercise, Graded, Outcome, Past, Verdict, VerdictKind
from quizkit.progress import Store

FAULTS = frozenset({VerdictKind.GRADER_FAULT, VerdictKind.UNSUPPORTED})


def exit_code(verdict: Verdict) -> int:
    """0 accepted, 4 not the learner's doing, 1 otherwise."""
    if verdict.verdict is VerdictKind.ACCEPTED:
        return 0
    return 4 if verdict.verdict in FAULTS else 1


def graded(
    bank: Bank, store: Store, grader: Grader, job: Job, recorded: bool, debug: bool = False
) -> Graded:
    """Grade one submission, and store the attempt if it is to be recorded.

    With `debug` a failing call is left as a program, which standard error tells how to run.
    """
    verdicts = grader.grade(job.submission, job.item, job.seeds, job.limits, True, debug)
    if debug:
        from quizkit.cli.debugging import write_failing

        write_failing(grader, verdicts[-1])
    return conclude(bank, store, job, verdicts, recorded)


def conclude(
    bank: Bank, store: Store, job: Job, verdicts: Sequence[Verdict], recorded: bool
) -> Graded:
    """The verdicts of a submission with what surrounds them; the attempt is stored if `recorded`.

    Where the store fails the verdict stands, with a warning.
    """
    attempt = attempt_of(verdicts[-1], job.item)
    recorded = recorded and attempt.verdict not in FAULTS
    before: Past | None = None
    after: Ahead | None = None
    try:
        before, after = surroundings(bank, store, job, verdicts[-1], recorded)
        if recorded:
            record(attempt, verdicts[-1])
    except StoreError as error:
        common.err(common.word(error))
    return Graded(tuple(verdicts), before, after)


def surroundings(
    bank: Bank, store: Store, job: Job, verdict: Verdict, recorded: bool
) -> tuple[Past, Ahead | None]:
    """What had been before the verdict and, if it is accepted, what comes after it."""
    from quizkit.cli.course import ahead
    from quizkit.progress import past

    before = past(store, verdict, recorded)
    if verdict.verdict is not VerdictKind.ACCEPTED:
        return before, None
    return before, ahead(bank, store, job, attempt_of(verdict, job.item), recorded)


def attempt_of(verdict: Verdict, item: Exercise) -> Attempt:
    """The grading as it is stored."""
    from quizkit.progress import now

    failed = tuple(check.id for check in verdict.checks if check.outcome is Outcome.FAILED)
    return Attempt(
        now(), item.id, verdict.framework, str(Path(verdict.file).absolute()), verdict.digest,
        verdict.verdict, verdict.seed, round(verdict.score, 4), verdict.duration_s, failed,
        item.revision,
    )  # fmt: skip


def record(attempt: Attempt, verdict: Verdict) -> None:
    """Store the attempt; StoreError where that fails."""
    from quizkit.report.as_json import verdict_object

    with common.store(readonly=False) as store:
        store.add_attempt(attempt, verdict_object(verdict, "en"))
