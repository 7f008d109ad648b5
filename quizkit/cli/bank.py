"""`quizkit bank`: what authors use, one module for each command."""

from __future__ import annotations

import typer

from quizkit.cli import bank_cards, bank_check, bank_new, bank_table

app = typer.Typer(help="For authors: make and prove a bank.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """For authors: make and prove a bank."""


app.command("check", help=bank_check.HELP)(bank_check.check_bank)
app.command("table", help=bank_table.HELP)(bank_table.print_table)
app.command("export", help=bank_cards.EXPORT)(bank_cards.export)
app.command("import", help=bank_cards.IMPORT)(bank_cards.take_in)
app.add_typer(bank_new.app, name="new")
