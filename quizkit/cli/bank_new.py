"""`quizkit bank new`: a draft to start from."""

from __future__ import annotations

from pathlib import Path

import typer

from quizkit.authoring.draft import new_exercise
from quizkit.cli import banks, common
from quizkit.errors import FileProblem

HELP = """Make the folder of a new exercise: a draft that already proves itself.

Examples:

  quizkit bank new exercise groupnorm

  quizkit bank new exercise groupnorm --from layernorm --bank ~/mybank
"""
app = typer.Typer(help="Make a draft.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Make a draft."""


@app.command("exercise", help=HELP)
def exercise(
    name: str = typer.Argument(..., metavar="NAME", help="Lower case, hyphens: group-norm."),
    other: str = typer.Option("", "--from", help="Begin with a copy of this exercise."),
    json_: bool = typer.Option(False, "--json", "-j", help="As JSON."),
) -> int:
    bank = banks.folder() or Path(".")
    if not bank.is_dir():
        raise FileProblem("no_file", file=str(bank))
    found = common.exercise(banks.every(), other) if other else None
    folder = new_exercise(name, bank, found)
    files = sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())
    if json_:
        common.out_json({"id": name, "folder": str(folder), "files": files})
        return 0
    common.out("\n".join(f"{folder}/{file}" for file in files))
    common.err(common.say("author.made", folder=folder))
    return 0
