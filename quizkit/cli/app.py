"""The command line as a whole: which commands there are, and errors turned into exit codes."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

import typer
from typer.core import TyperGroup

from quizkit import settings
from quizkit.cli import common
from quizkit.errors import QuizkitError, StoreError, UsageError

# name: module of quizkit.cli; the order is that of --help.
COMMANDS = {
    "ask": "ask",
    "list": "listing",
    "show": "show",
    "start": "start",
    "grade": "grade",
    "hint": "hint",
    "solve": "solve",
    "graph": "graph",
    "mock": "mock",
    "plan": "plan",
    "progress": "progress",
    "reset": "reset",
    "config": "config",
    "bank": "bank",
    "doctor": "doctor",
    "demo": "demo",
}
NEAR = {"test": "grade", "submit": "grade", "check": "grade", "run": "grade", "quiz": "ask",
        "answer": "solve", "solution": "solve", "begin": "start", "new": "start", "ls": "list",
        "status": "progress", "settings": "config", "next": "ask"}  # fmt: skip
HELP = """Interview practice for deep-learning roles: questions, and exercises graded here.

Examples:

  quizkit ask                 a session of questions

  quizkit start embedding     write ./embedding.py and show the task

  quizkit grade               grade the file you edited last

Any command takes --lang en or zh, and --bank PATH: that bank alone.
"""
EVERYWHERE = "With any command: --lang en or zh; --bank PATH (or a bank's name): that bank alone."


class LazyGroup(TyperGroup):
    """Imports a command's module when it is used."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"quizkit.cli.{COMMANDS[cmd_name]}")
        command: Any = typer.main.get_command(module.app)
        command.name = cmd_name
        for each in (command, *getattr(command, "commands", {}).values()):
            each.epilog = EVERYWHERE
        return command

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            near = [NEAR[name]] if name in NEAR else get_close_matches(name, COMMANDS, 2)
            key = "unknown_command_near" if near else "unknown_command"
            raise UsageError(key, name=name, near=" / ".join(near))
        return super().resolve_command(ctx, args)


app = typer.Typer(
    cls=LazyGroup,
    help=HELP,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)


@app.callback()
def home(
    ctx: typer.Context,
    version: bool = typer.Option(False, "--version", "-V", help="The version, and nothing else."),
    json_: bool = typer.Option(False, "--json", "-j", help="As JSON."),
) -> int:
    if version:
        from quizkit import __version__

        common.out(f"quizkit {__version__}")
        return 0
    if ctx.invoked_subcommand is None:
        from quizkit.cli.home import show_home

        show_home(json_)
    return 0


def take(arguments: Sequence[str], option: str) -> tuple[list[str], list[str]]:
    """The arguments without `option`, which is understood anywhere, and what was given with it."""
    rest, given = [], []
    items = iter(arguments)
    for item in items:
        if item == option:
            given.append(next(items, ""))
        elif item.startswith(f"{option}="):
            given.append(item.partition("=")[2])
        else:
            rest.append(item)
    return rest, given


def take_everywhere(arguments: Sequence[str]) -> list[str]:
    """The arguments without `--lang` and `--bank`, which are kept for the commands."""
    rest, languages = take(arguments, "--lang")
    common.Speech.lang = settings.language(languages[-1] if languages else None)
    common.Speech.asked = bool(languages)
    for chosen in languages:
        if chosen not in ("en", "zh"):
            raise UsageError("bad_setting", name="--lang", value=chosen, known="en, zh")
    rest, banks = take(rest, "--bank")
    if "" in banks:
        raise UsageError("needs_value", name="--bank", value="PATH")
    common.Speech.banks = tuple(banks)
    return rest


def run(arguments: Sequence[str]) -> int:
    """Run one command line; the exit code of the contract."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        command = typer.main.get_command(app)
        answer = command.main(
            take_everywhere(arguments), prog_name="quizkit", standalone_mode=False
        )
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            common.unread()
        if answer == 130:  # Typer has caught the Ctrl-C
            common.err(common.say("errors.interrupted"))
        return answer if isinstance(answer, int) else 0
    except StoreError as error:
        common.err(common.word(error))
        return error.exit_code
    except QuizkitError as error:
        common.err(common.word(error))
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort, EOFError):
        common.err(common.say("errors.interrupted"))
        return 130
    except BrokenPipeError:
        common.unread()
        return 0
    except Exception as error:
        message = getattr(error, "format_message", None)
        if message is None:
            raise
        common.err(common.say("errors.bad_option", message=message()))
        return 2
