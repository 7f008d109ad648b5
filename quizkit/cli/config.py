"""`quizkit config`: show and set language, framework, python, banks, interview date."""

from __future__ import annotations

import typer

from quizkit import settings
from quizkit.cli import common

HELP = """Show or change settings.

Examples:

  quizkit config                      all settings and where they are kept

  quizkit config lang zh

  quizkit config framework ""         back to the default
"""
app = typer.Typer()


@app.command(help=HELP)
def config(
    key: str = typer.Argument("", help="Such as lang, framework or banks."),
    value: str = typer.Argument(None, help="The new value; empty removes the setting."),
    json_: bool = typer.Option(False, "--json", "-j", help="As JSON."),
) -> int:
    if key and value is not None:
        settings.write(key, value)
    elif key:
        settings.check(key, "")
    found = settings.read()
    shown = {name: found.get(name, "") for name in settings.KEYS if key in ("", name)}
    if json_:
        common.out_json(shown)
        return 0
    for name, current in shown.items():
        common.out(f"{name:<10} {current or common.say('cli.not_set')}")
    if not key:
        common.err(common.say("cli.kept_in", file=settings.file()))
    return 0
