"""`quizkit grade`: run a learner's file against the hidden grader and show the verdict."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import typer

from quizkit import settings
from quizkit.cli import common, submissions
from quizkit.cli.early import take_grader
from quizkit.errors import FileProblem, StoreError, UsageError
from quizkit.grading.client import Grader, fresh_seed
from quizkit.model import (
    Attempt,
    Exercise,
    Limits,
    Outcome,
    Submission,
    Verdict,
    VerdictKind,
)

HELP = """Grade a solution.

Examples:

  quizkit grade                       the file you edited last

  quizkit grade mlp.py --seed 7       the inputs of seed 7 again

  quizkit grade mlp --framework torch --json

  quizkit grade --all                 every file you started
"""
LARGEST_SEED = 2**63 - 1  # what the progress store can hold
FAULTS = frozenset({VerdictKind.GRADER_FAULT, VerdictKind.UNSUPPORTED})
app = typer.Typer()


@app.command(help=HELP)
def grade(
    targets: list[str] = typer.Argument(None, metavar="[FILE_OR_EXERCISE]...", show_default=False),
    exercise: str = typer.Option("", "--exercise", "-e", help="Which exercise the file solves."),
    framework: str = typer.Option("", "--framework", "-f", help="numpy or torch."),
    every: bool = typer.Option(False, "--all", help="Every file you started."),
    seed: int = typer.Option(
        -1, "--seed", "-s", max=LARGEST_SEED, help="Repeat the inputs of this seed."
    ),
    timeout: float = typer.Option(0.0, "--timeout", help="Seconds per group of checks."),
    memory: str = typer.Option("", "--memory", help="Such as 512M or 2G."),
    python: str = typer.Option("", "--python", help="Interpreter that runs the learner's file."),
    no_record: bool = typer.Option(False, "--no-record", help="Leave progress as it is."),
    exit_zero: bool = typer.Option(False, "--exit-zero", help="Exit 0 whatever the verdict."),
    format_: str = typer.Option("", "--format", help="json; text by default."),
    json_: bool = typer.Option(False, "--json", "-j", help="Short for --format json."),
    output: Path = typer.Option(None, "--output", "-o", help="Write the report there."),
    verbose: bool = typer.Option(False, "--verbose", "-v", help="Show the isolation layers too."),
) -> int:
    if format_ not in ("", "json", "text"):
        raise UsageError("bad_setting", name="--format", value=format_, known="json, text")
    wanted = submissions.Wanted(exercise or None, common.framework(framework))
    bank, store = common.bank(), common.store()
    paths = submissions.files(bank, store, targets or [], every, wanted)
    jobs = [submissions.submission(bank, path, wanted) for path in paths]
    shared = seed if seed >= 0 else (fresh_seed() if len(jobs) > 1 else None)
    verdicts: list[Verdict] = []
    reports: list[str] = []
    with take_grader(checked_python(python or settings.read().get("python", ""))) as grader:
        for submission, item in jobs:
            failed = store.last_failed_seed(item.id, submission.framework, _key(submission))
            seeds = [shared] if shared is not None else _seeds(failed)
            found = run_one(grader, submission, item, seeds, limits_of(item, timeout, memory))
            verdicts.append(found[-1])
            reports.append(_text(found, verbose))
            if not no_record:
                record(found[-1], item)
    _show(verdicts, reports, bool(json_ or format_ == "json"), output)
    return 0 if exit_zero else max(exit_code(verdict) for verdict in verdicts)


def checked_python(python: str) -> str:
    """An interpreter that can be run, or none; FileProblem otherwise."""
    if python and shutil.which(python) is None:
        raise FileProblem("no_python", file=python)
    return python


def _seeds(failed: int | None) -> list[int]:
    return [fresh_seed()] if failed is None else [failed, fresh_seed()]


def _key(submission: Submission) -> str:
    return str(Path(submission.file).absolute())


def run_one(
    grader: Grader, submission: Submission, item: Exercise, seeds: Sequence[int], limits: Limits
) -> list[Verdict]:
    """The verdicts of one submission, one per seed that was run."""
    return grader.grade(submission, item, seeds, limits)


def limits_of(item: Exercise, timeout: float, memory: str) -> Limits:
    """The exercise's limits with those of the command line over them."""
    megabytes = item.limits.memory_mb
    if memory:
        found = re.fullmatch(r"(\d+)\s*([MG])(?:i?B)?", memory.strip(), re.IGNORECASE)
        if not found or int(found[1]) < 1:
            raise UsageError("bad_memory", value=memory)
        megabytes = int(found[1]) * (1024 if found[2].upper() == "G" else 1)
    return Limits(timeout if timeout > 0 else item.limits.seconds, megabytes, item.limits.output_kb)


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


def _text(found: Sequence[Verdict], verbose: bool) -> str:
    from quizkit.report.terminal import render

    seeds = [verdict.seed for verdict in found]
    lines = render(found[-1], common.lang(), width=common.width(), seeds=seeds, verbose=verbose)
    return "\n".join(lines)


def _show(verdicts: list[Verdict], reports: list[str], as_json: bool, output: Path | None) -> None:
    if as_json:
        from quizkit.report.as_json import results_object

        told = results_object(verdicts, common.lang())
        if output is None:
            common.out_json(told)
            return
        report = json.dumps(told, ensure_ascii=False, indent=1)
    else:
        report = "\n\n".join(reports)
    if output is None:
        common.out(report)
        return
    try:
        output.write_text(report + "\n", encoding="utf-8")
    except OSError as error:
        raise FileProblem("unwritable", file=str(output), why=error.strerror) from error
