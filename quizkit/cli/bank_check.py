"""`quizkit bank check`: everything in a bank proved by executing it."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import typer

from quizkit import paths
from quizkit.authoring import FULL, Options, Progress, Proof, Scope, State, check, everywhere
from quizkit.authoring.check import place
from quizkit.cli import common
from quizkit.cli.banks import folder
from quizkit.errors import FileProblem, UsageError
from quizkit.report.layout import wrap

HELP = """Prove a bank by executing all of it: code, outputs, numbers, solutions, wrong solutions.

Examples:

  quizkit bank check

  quizkit bank check ~/mybank/groupnorm    one exercise

  quizkit bank check --only embedding --mutants

  quizkit bank check --only embedding --promote 3a487d

  quizkit bank check --full             200 seeds, every mutant; goes on where it was ended

  quizkit bank check --update           write what the code really printed
"""
BAR, STEPS = 24, 10


def check_bank(
    path: Path | None = typer.Argument(
        None, help="A bank's folder or file, or an exercise's folder; the bundled bank by default."
    ),
    only: list[str] = typer.Option([], "--only", help="Only this question or exercise."),
    quick: bool = typer.Option(False, "--quick", help="Skip what was proved and did not change."),
    seeds: int = typer.Option(None, "--seeds", min=1, help="Runs of each correct solution: 2."),
    mutants: bool = typer.Option(False, "--mutants", help="Grade every mutant of the solutions."),
    full: bool = typer.Option(
        False, "--full", help="200 seeds, every mutant, 1000 inputs for listed ones; resumable."
    ),
    sample: bool = typer.Option(False, "--sample", help="For CI: what changed, and some mutants."),
    since: str = typer.Option("HEAD~1", "--since", help="With --sample: the commit before."),
    promote: str = typer.Option(
        "", "--promote", metavar="MUTANT", help="Make this mutant a wrong solution first."
    ),
    rejected_by: str = typer.Option(
        "", "--rejected-by", metavar="CHECK", help="With --promote: the check that is to see it."
    ),
    update: bool = typer.Option(False, "--update", help="Write outputs that differ; shows a diff."),
    json_: bool = typer.Option(False, "--json", "-j", help="As JSON."),
) -> int:
    path = path or folder()
    bank = path or paths.content()
    if not bank.exists():
        raise FileProblem("no_file", file=str(bank))
    if full + sample > 1 or ((full or sample) and (mutants or seeds)):
        raise UsageError("one_of", options="--full, --sample, --mutants / --seeds")
    if path is not None:
        common.err(common.say("author.runs_code", path=path))
    options = Options(tuple(only), quick or full)
    options = _scoped(options, seeds, mutants, full, since if sample else "")
    if promote:
        options = replace(options, only=_promote(bank, options.only, promote, rejected_by))
    bar = Bar()
    try:
        progress = Progress(bar.show)
        proofs = list(check(bank, options, progress))
    finally:
        bar.end()
    counts = {str(state): sum(p.state is state for p in proofs) for state in State}
    if json_:
        failed = [_object(proof) for proof in proofs if proof.state is State.FAILED]
        told = {"schema": "quizkit.bank_check/1", "counts": counts, "drafts": progress.drafts}
        told |= {"left": progress.left}
        common.out_json(told | {"failed": failed})
    else:
        _print(proofs, counts)
        if progress.drafts:
            common.out(common.say("author.drafts", names=", ".join(progress.drafts)))
        for name, keys in progress.left.items():
            key = "drafts.left" if keys else "drafts.done"
            for line in wrap(common.say(key, id=name, keys=", ".join(keys)), common.width()):
                common.out(line)
    if update:
        from quizkit.authoring.update import update as rewrite

        common.out("\n".join(rewrite(bank, proofs)))
    return 3 if counts["failed"] else 0


def _promote(bank: Path, only: tuple[str, ...], wanted: str, check: str) -> tuple[str, ...]:
    """Write a mutant as a wrong solution; the exercise that is checked then."""
    from quizkit.authoring.promote import promote
    from quizkit.bank import survey

    path, named = place(bank)
    chosen = only or named
    found = survey(path)[0].exercises.values()
    done = promote([e for e in found if not chosen or e.id in chosen], wanted, check)
    common.err(common.say("author.promoted", file=done.file, check=done.check))
    if not done.seen:
        common.err(common.say("author.promoted_unseen", check=done.check))
    return (done.file.parent.parent.name,)


def _scoped(options: Options, seeds: int | None, mutants: bool, full: bool, since: str) -> Options:
    """The options with how much of each exercise is proved."""
    if since:
        from quizkit.authoring import sample

        return replace(options, scopes=lambda exercises: sample.scopes(exercises, since))
    scope = FULL if full else Scope(seeds or 2, None if mutants else 0)
    return replace(options, scopes=everywhere(scope))


class Bar:
    """How far it is, and how long it still takes: a bar on a terminal, else a line now and then."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.told = 0
        self.live = sys.stderr.isatty()

    def show(self, progress: Progress) -> None:
        """Show one step."""
        left = self._left(progress)
        if self.live:
            full = BAR * progress.done // max(progress.total, 1)
            bar = "#" * full + "." * (BAR - full)
            count = f"{progress.done}/{progress.total}"
            sys.stderr.write(f"\r\033[K{bar} {count} {left} {progress.subject[:34]}")
            sys.stderr.flush()
        elif progress.total > 2000 and STEPS * progress.done // progress.total > self.told:
            self.told = STEPS * progress.done // progress.total
            common.err(f"{progress.done}/{progress.total} {left}")

    def _left(self, progress: Progress) -> str:
        worked = progress.done - progress.known
        if not worked:
            return ""
        seconds = (time.monotonic() - self.began) / worked * (progress.total - progress.done)
        minutes, seconds = divmod(int(seconds), 60)
        hours, minutes = divmod(minutes, 60)
        shown = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
        return common.say("author.left", time=shown)

    def end(self) -> None:
        """Take the bar away."""
        if self.live:
            sys.stderr.write("\r\033[K")


def _object(proof: Proof) -> dict[str, Any]:
    told: dict[str, Any] = {"subject": proof.subject}
    if proof.fault is None:
        return told | {"expected": proof.expected, "got": proof.got}
    fault = proof.fault
    told |= {"code": fault.code, "file": fault.file, "line": fault.line, "key": fault.key}
    texts = {name: getattr(fault, name).of(common.lang()) for name in ("expected", "got", "fix")}
    return told | texts | ({"diff": proof.diff} if proof.diff else {})


def _print(proofs: list[Proof], counts: dict[str, int]) -> None:
    said: set[str] = set()
    for proof in proofs:
        text = proof.fault.text(common.lang()) if proof.fault else ""
        if proof.state is not State.FAILED or text in said:
            continue
        said |= {text} if text else set()
        common.out(common.say("author.failed", subject=proof.subject))
        if proof.fault is not None:
            common.out(f"  {text}")
            for line in proof.diff.splitlines():
                common.out(f"    {line}")
            continue
        for key, text in (("expected", proof.expected), ("got", proof.got)):
            for line in text.splitlines():
                common.out(f"  {common.say(f'author.{key}')} {line}")
    common.out(common.say("author.counts", **counts))
