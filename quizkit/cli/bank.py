"""`quizkit bank`: what authors use, one module for each command."""

from __future__ import annotations

import typer

from quizkit.cli import bank_check

app = typer.Typer(help="For authors: prove a bank.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """For authors: prove a bank."""


app.command("check", help=bank_check.HELP)(bank_check.check_bank)
