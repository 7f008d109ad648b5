"""`quizkit hint`: the next hint of an exercise."""

from __future__ import annotations

import typer

from quizkit.cli import common
from quizkit.errors import StoreError

HELP = """Show the next hint of an exercise, from gentle to plain.

Examples:

  quizkit hint embedding

  quizkit hint embedding --all
"""
app = typer.Typer()


@app.command(help=HELP)
def hint(
    name: str = typer.Argument(..., metavar="EXERCISE"),
    every: bool = typer.Option(False, "--all", help="All hints at once."),
    json_: bool = typer.Option(False, "--json", "-j", help="As JSON."),
) -> int:
    item = common.exercise(common.bank(), name)
    total = len(item.hints)
    with common.store() as store:
        number = min(store.hints_shown(item.id) + 1, total)
    numbers = range(1, total + 1) if every else [number]
    hints = [(n, item.hints[n - 1].of(common.lang())) for n in numbers]
    if json_:
        common.out_json({"id": item.id, "hints": [{"number": n, "text": t} for n, t in hints]})
    else:
        from quizkit.cli.screen import print_text

        for n, text in hints:
            common.out(common.say("cli.hint", number=n, total=total))
            print_text(text)
    try:
        with common.store(readonly=False) as store:
            store.note_hint(item.id, max(numbers))
    except StoreError as error:
        common.err(common.word(error))
    return 0
