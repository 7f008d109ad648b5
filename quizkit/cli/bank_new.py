"""`quizkit bank new`: a draft to start from, of an exercise or of a question."""

from __future__ import annotations

from pathlib import Path

import typer

from quizkit.authoring.draft import new_exercise
from quizkit.cli import banks, common
from quizkit.errors import FileProblem, UsageError
from quizkit.model import Kind

HELP = """Make the folder of a new exercise: a draft that already proves itself.

Examples:

  quizkit bank new exercise groupnorm

  quizkit bank new exercise groupnorm --from layernorm --bank ~/mybank
"""
QUESTION = """Write a question's entry, with comments, into its topic's file: a draft that is valid.

Examples:

  quizkit bank new question my-idea --kind choice --topic autograd

  quizkit bank new question my-idea --kind predict --topic cnn --bank ~/mybank

  quizkit bank new question my-idea --kind open --topic data --print
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


@app.command("question", help=QUESTION)
def question(
    name: str = typer.Argument(..., metavar="ID", help="Lower case, hyphens: my-idea."),
    kind: str = typer.Option(..., "--kind", "-k", help=f"One of {', '.join(Kind)}."),
    topic: str = typer.Option(..., "--topic", "-t", help="One topic, in either language."),
    only_print: bool = typer.Option(False, "--print", help="Print the entry, write nothing."),
    json_: bool = typer.Option(False, "--json", "-j", help="As JSON."),
) -> int:
    from quizkit.authoring import entry

    bank = banks.folder() or Path(".")
    chosen = kind.replace("-", "_")
    if chosen not in list(Kind):
        raise UsageError("bad_setting", name="--kind", value=kind, known=", ".join(Kind))
    place = entry.Place.of(bank)
    found = place.topic(topic)
    place.free(name)
    text = entry.template(name, Kind(chosen), common.lang())
    file = None if only_print else place.append(found, [text])
    if json_:
        common.out_json({"id": name, "kind": chosen, "topic": found, "entry": text,
                         "file": file and str(file)})  # fmt: skip
    elif file is None:
        common.out(text.rstrip("\n"))
    else:
        common.out(str(file))
        common.err(common.say("drafts.made", file=file, bank=bank, id=name))
    return 0
