"""`quizkit reset`: forget one exercise or question, keeping the log."""

from __future__ import annotations

import typer

from quizkit.cli import common

HELP = """Forget one exercise or question; the log is kept.

Example:

  quizkit reset embedding
"""
app = typer.Typer()


@app.command(help=HELP)
def reset(name: str = typer.Argument(..., metavar="ID")) -> int:
    item = common.bank().find(name)
    with common.store(readonly=False) as store:
        store.reset(item.id)
    common.err(common.say("cli.reset", name=item.id))
    return 0
