"""`quizkit bank check`: everything in a bank proved by executing it."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from quizkit import paths
from quizkit.authoring import Options, Proof, State, check
from quizkit.cli import common
from quizkit.errors import FileProblem

HELP = """Prove a bank by executing all of it: code, outputs, numbers, solutions, wrong solutions.

Examples:

  quizkit bank check

  quizkit bank check ~/mybank --quick

  quizkit bank check --only embedding --seeds 20

  quizkit bank check --update           write what the code really printed
"""
app = typer.Typer(help="For authors: check a bank.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """For authors: check a bank."""


@app.command("check", help=HELP)
def check_bank(
    path: Path = typer.Argument(None, help="A bank's folder or file; the bundled one by default."),
    only: list[str] = typer.Option([], "--only", help="Only this question or exercise."),
    quick: bool = typer.Option(False, "--quick", help="Skip what was proved and did not change."),
    seeds: int = typer.Option(2, "--seeds", min=1, help="Runs of each correct solution."),
    update: bool = typer.Option(False, "--update", help="Write outputs that differ; shows a diff."),
    json_: bool = typer.Option(False, "--json", "-j", help="As JSON."),
) -> int:
    bank = path or paths.content()
    if not bank.exists():
        raise FileProblem("no_file", file=str(bank))
    if path is not None:
        common.err(common.say("author.runs_code", path=path))
    proofs = list(check(bank, Options(tuple(only), quick, seeds), _progress))
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
    counts = {str(state): sum(p.state is state for p in proofs) for state in State}
    if json_:
        failed = [_object(proof) for proof in proofs if proof.state is State.FAILED]
        common.out_json({"schema": "quizkit.bank_check/1", "counts": counts, "failed": failed})
    else:
        _print(proofs, counts)
    if update:
        from quizkit.authoring.update import update as rewrite

        common.out("\n".join(rewrite(bank, proofs)))
    return 3 if counts["failed"] else 0


def _progress(number: int, total: int, subject: str) -> None:
    if sys.stderr.isatty():
        done = 30 * number // max(total, 1)
        bar = "#" * done + "." * (30 - done)
        sys.stderr.write(f"\r\033[K{bar} {number}/{total} {subject[:40]}")
        sys.stderr.flush()


def _object(proof: Proof) -> dict[str, str]:
    return {"subject": proof.subject, "expected": proof.expected, "got": proof.got}


def _print(proofs: list[Proof], counts: dict[str, int]) -> None:
    for proof in proofs:
        if proof.state is State.FAILED:
            common.out(common.say("author.failed", subject=proof.subject))
            for key, text in (("expected", proof.expected), ("got", proof.got)):
                for line in text.splitlines():
                    common.out(f"  {common.say(f'author.{key}')} {line}")
    common.out(common.say("author.counts", **counts))
