"""`quizkit start`: write an exercise's starter here and show its statement."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import typer

from quizkit.cli import common
from quizkit.cli.blank import signatures
from quizkit.cli.show import statement
from quizkit.errors import FileProblem, StoreError
from quizkit.model import Exercise, Framework

HELP = """Begin an exercise: write its starter into this folder and show the statement.

Examples:

  quizkit start embedding

  quizkit start embedding --framework torch

  quizkit start embedding --again       set the old file aside, begin anew

  quizkit start embedding --again --blank --minutes 20   as in an interview
"""
app = typer.Typer()


@app.command(help=HELP)
def start(
    name: str = typer.Argument(..., metavar="EXERCISE"),
    framework: str = typer.Option("", "--framework", "-f", help="numpy or torch."),
    force: bool = typer.Option(False, "--force", help="Replace a file; a dated copy is kept."),
    again: bool = typer.Option(False, "--again", help="Set the old file aside and begin anew."),
    blank: bool = typer.Option(False, "--blank", help="Signatures only, no statement inside."),
    minutes: int = typer.Option(
        None, "--minutes", "-m", min=1, max=1440, help="Start a clock of so many minutes."
    ),
    json_: bool = typer.Option(False, "--json", "-j", help="As JSON."),
) -> int:
    item = common.exercise(common.bank(), name)
    chosen = common.framework(framework) or common.default_framework(item.frameworks)
    common.check_framework(item, chosen)
    copy = set_aside(place(item, chosen)) if force or again else ""
    path = begin(item, chosen, blank=blank, minutes=minutes)
    if json_:
        told = {"id": item.id, "framework": str(chosen), "file": str(path), "copy": copy}
        common.out_json(told | {"minutes": minutes})
        return 0
    from quizkit.cli.screen import print_text

    print_text(statement(item))
    common.out()
    common.err(common.say("cli.started", file=path.name, framework=chosen, name=item.id))
    if copy:
        common.err(common.say("cli.kept_copy", file=copy))
    if minutes:
        until = datetime.now() + timedelta(minutes=minutes)
        common.err(common.say("journey.clock_set", minutes=minutes, until=f"{until:%H:%M}"))
    return 0


def begin(
    item: Exercise, framework: Framework, *, blank: bool = False, minutes: int | None = None
) -> Path:
    """Write the starter into this folder and remember it; FileProblem if a file is in the way."""
    path = place(item, framework)
    write(path, item, framework, blank)
    _remember(item, framework, path, minutes)
    return path


def place(item: Exercise, framework: Framework) -> Path:
    """`mlp.py`, or `mlp_torch.py` where the other framework's file stands."""
    slug = item.id.rpartition(":")[2]
    plain = Path(f"{slug}.py")
    if plain.is_file():
        other = Framework.NUMPY if framework is Framework.TORCH else Framework.TORCH
        with plain.open(errors="replace") as stream:
            if f"quizkit: {item.id} {other}" in stream.readline():
                return Path(f"{slug}_{framework}.py")
    return plain


def set_aside(path: Path) -> str:
    """Rename `mlp.py` to `mlp.2026-10-05.py` (with a number if that is taken), if it is there."""
    if not path.exists():
        return ""
    day = f"{datetime.now():%Y-%m-%d}"
    for number in range(1, 1000):
        tail = f".{day}" if number == 1 else f".{day}-{number}"
        target = path.with_name(f"{path.stem}{tail}.py")
        if not target.exists():
            return renamed(path, target)
    raise FileProblem("file_exists", file=str(path))


def renamed(path: Path, target: Path) -> str:
    """The new name of a renamed file; FileProblem where that cannot be."""
    try:
        path.rename(target)
    except OSError as error:
        raise FileProblem("unwritable", file=str(target), why=error.strerror) from error
    return str(target)


def write(path: Path, item: Exercise, framework: Framework, blank: bool) -> None:
    """The starter with its first line and, unless `blank`, the statement as a docstring."""
    starter = (Path(item.folder) / f"starter_{framework}.py").read_text(encoding="utf-8")
    text = statement(item).replace("\\", "\\\\").replace('"""', "'''")
    if blank:
        starter = signatures(starter)
    docstring = "" if blank else f'"""{text.rstrip()}\n"""\n\n'
    try:
        with path.open("x", encoding="utf-8") as stream:
            stream.write(f"# quizkit: {item.id} {framework}\n{docstring}{starter}")
    except FileExistsError:
        raise FileProblem("file_exists", file=str(path)) from None
    except OSError as error:
        raise FileProblem("unwritable", file=str(path), why=error.strerror) from error


def _remember(item: Exercise, framework: Framework, path: Path, minutes: int | None) -> None:
    try:
        with common.store(readonly=False) as store:
            store.note_start(item.id, framework, str(path.absolute()), minutes)
    except StoreError as error:
        common.err(common.word(error))
