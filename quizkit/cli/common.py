"""What the commands share: the language, printing, and finding content."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from quizkit import settings
from quizkit.errors import StoreError, UsageError
from quizkit.model import Exercise, Framework, Lang
from quizkit.texts import say as say_in

if TYPE_CHECKING:
    from quizkit.bank import Bank
    from quizkit.model import AnyQuestion
    from quizkit.progress import Store


class Speech:
    """What may be said with any command; set once by `app.run`.

    `lang` is the language of this run, `asked` whether `--lang` named it, `banks` what `--bank`
    says.
    """

    lang: Lang = "en"
    asked: bool = False
    banks: tuple[str, ...] = ()


def lang() -> Lang:
    """The language of this run."""
    return Speech.lang


def say(key: str, **params: object) -> str:
    """A sentence of the catalogue in the language of this run."""
    return say_in(key, Speech.lang, **params)


def out(line: str = "") -> None:
    """One line of what was asked for, on standard output."""
    try:
        print(line)
    except BrokenPipeError:  # not left to Typer, which would exit with 1: graded, not accepted
        unread()


def unread() -> None:
    """Nobody reads standard output any more: the rest goes nowhere, the exit code stays."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def err(line: str) -> None:
    """One line of everything else, on standard error."""
    print(line, file=sys.stderr)


def out_json(value: Any) -> None:
    """JSON on standard output; ASCII where the terminal knows nothing else."""
    plain = (sys.stdout.encoding or "").lower().replace("-", "") not in ("utf8", "utf16")
    out(json.dumps(value, ensure_ascii=plain, indent=1))


def width() -> int:
    """Columns to fill: the terminal's, at most 100; 80 in a pipe."""
    if not sys.stdout.isatty():
        return 80
    return max(40, min(os.get_terminal_size().columns, 100))


def interactive() -> bool:
    """Whether a person sits at both ends."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def word(error: Any) -> str:
    """An error in the language of this run; for content, every fault."""
    faults = getattr(error, "faults", ())
    lines = [fault.text(lang()) if hasattr(fault, "text") else str(fault) for fault in faults]
    try:
        head = say(f"errors.{error.code}", **error.params)
    except KeyError:
        head = str(error)
    return "\n".join([head, *lines])


def bank() -> Bank:
    """The banks of this run; one of others that is broken is warned about."""
    from quizkit.cli.banks import opened

    return opened()


def exercise(found: Bank, name: str) -> Exercise:
    """The exercise called `name`; UsageError for a question."""
    item = found.find(name)
    if not isinstance(item, Exercise):
        raise UsageError("not_an_exercise", name=item.id)
    return item


def question(found: Bank, name: str) -> AnyQuestion:
    """The question called `name`; UsageError for an exercise."""
    item = found.find(name)
    if isinstance(item, Exercise):
        raise UsageError("not_a_question", name=item.id)
    return item


def store(readonly: bool = True) -> Store:
    """The progress store; an unreadable one is warned about and replaced by an empty one."""
    from quizkit.progress import Store

    try:
        return Store.open(readonly=readonly)
    except StoreError as error:
        if not readonly:
            raise
        err(word(error))
        from pathlib import Path

        return Store.open(readonly=True, file=Path(os.devnull) / "none")


def has_torch() -> bool:
    """Whether PyTorch can be imported by this interpreter; it is not imported."""
    return find_spec("torch") is not None


def framework(option: str | None) -> Framework | None:
    """The framework of an option, `pytorch` understood; None where there is no option."""
    if not option:
        return None
    name = {"pytorch": "torch", "np": "numpy"}.get(option.lower(), option.lower())
    if name not in ("numpy", "torch"):
        raise UsageError("bad_framework", name=option)
    return Framework(name)


def default_framework(known: Sequence[Framework]) -> Framework:
    """The setting, else torch where PyTorch is found, else numpy; one that the exercise has."""
    chosen = settings.read().get("framework") or ("torch" if has_torch() else "numpy")
    return Framework(chosen) if Framework(chosen) in known else known[0]


def check_framework(item: Exercise, chosen: Framework) -> Framework:
    """`chosen` if the exercise has it."""
    if chosen not in item.frameworks:
        known = ", ".join(item.frameworks)
        raise UsageError("no_such_framework", name=item.id, framework=chosen, known=known)
    return chosen
