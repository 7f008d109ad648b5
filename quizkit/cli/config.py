"""`quizkit config`: show and set language, framework, python, banks, interview date."""

from __future__ import annotations

import typer

from quizkit import settings
from quizkit.cli import common
from quizkit.errors import UsageError

HELP = """Show or change settings.

Examples:

  quizkit config                      all settings and where they are kept

  quizkit config lang zh

  quizkit config framework ""         back to the default

  quizkit config bank                 the banks of others, and where they come from

  quizkit config bank add ~/friends   their ids begin with friends:

  quizkit config bank add ~/work/questions --name work

  quizkit config bank remove work     its files and your answers are kept
"""
app = typer.Typer()


@app.command(help=HELP)
def config(
    key: str = typer.Argument("", help="Such as lang, framework or banks."),
    value: str = typer.Argument(None, help="The new value; empty removes the setting."),
    more: list[str] = typer.Argument(None, help="With `bank`: paths to add, names to remove."),
    name: str = typer.Option("", "--name", help="With `bank add`: the bank's name in ids."),
    json_: bool = typer.Option(False, "--json", "-j", help="As JSON."),
) -> int:
    if key == "bank":
        from quizkit.cli.config_bank import manage

        return manage(value or "list", more or [], name, json_)
    if more or name:
        surplus = " ".join(more or ["--name"])
        raise UsageError("surplus", given=surplus, command="config KEY VALUE")
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
