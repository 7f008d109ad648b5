"""Which banks there are: the bundled one, and those of others.

Of others are, in this order, the banks of the settings (`quizkit config bank`), of `QUIZKIT_BANK`,
and installed packages with an entry point `quizkit.banks`. `--bank` means one of them, or a path,
and the run sees that one alone.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from quizkit import paths, settings
from quizkit.bank import Bank, Other, load
from quizkit.bank.load import name_of
from quizkit.cli import common
from quizkit.errors import ContentError, FileProblem, UsageError
from quizkit.model import Exercise

if TYPE_CHECKING:
    from quizkit.bank.faults import Fault

NAME = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")
NAMED = re.compile(r"([a-z0-9_-]+)=(.+)", re.DOTALL)
VARIABLE = "QUIZKIT_BANK"


class Known(NamedTuple):
    """A bank of others: its name, where it is, and who named it (config, environment, package)."""

    name: str
    path: Path
    origin: str


class Refused(NamedTuple):
    """A bank that is left out: its name cannot be one, or `other` has it."""

    bank: Known
    other: Path | None


def configured() -> list[Other]:
    """The banks of the settings, each `name=path`; a path alone is named after its folder."""
    return _split(settings.read().get("banks", ""))


def kept(banks: Sequence[Other]) -> str:
    """The banks as the settings keep them."""
    return os.pathsep.join(f"{name}={path}" for name, path in banks)


def _split(text: str) -> list[Other]:
    found = []
    for part in filter(None, text.split(os.pathsep)):
        named = NAMED.fullmatch(part)
        path = Path(named[2] if named else part).expanduser()
        found.append(Other(named[1] if named else name_of(path), path))
    return found


def _all() -> Iterator[Known]:
    from quizkit.bank.installed import installed

    for name, path in configured():
        yield Known(name, path, "config")
    for name, path in _split(os.environ.get(VARIABLE, "")):
        yield Known(name, path, "environment")
    for name, path in installed():
        yield Known(name, path, "package")


def known() -> tuple[list[Known], list[Refused]]:
    """The banks of others, and those left out because of their names; a place counts once."""
    found: dict[str, Known] = {}
    refused: list[Refused] = []
    seen = {_real(paths.content())}
    for bank in _all():
        if (real := _real(bank.path)) in seen:
            continue
        seen.add(real)
        if not NAME.fullmatch(bank.name):
            refused.append(Refused(bank, None))
        elif bank.name in found:
            refused.append(Refused(bank, found[bank.name].path))
        else:
            found[bank.name] = bank
    return list(found.values()), refused


def _real(path: Path) -> str:
    return os.path.realpath(path)


def opened() -> Bank:
    """The banks of this run: that of `--bank` alone, else the bundled one and those of others.

    One of the latter that is broken or cannot be named is left out with a line on standard error.
    Raises ContentError for a broken bank of `--bank`.
    """
    return _alone(common.Speech.banks) if common.Speech.banks else every()


def every() -> Bank:
    """The bundled bank and those of others, whatever `--bank` says."""
    others, refused = known()
    found = load([paths.content(), *(Other(bank.name, bank.path) for bank in others)])
    for bank, other in refused:
        key = "banks.name_taken" if other else "banks.bad_name"
        common.err(common.say(key, name=bank.name, path=bank.path, other=other))
    places = {bank.name: bank.path for bank in others}
    for name, error in found.broken.items():
        common.err(left_out(name, places[name], error))
    return found


def _alone(given: Sequence[str]) -> Bank:
    banks = [one(text) for text in given]
    others = [bank for bank in banks if bank.name]
    found = load([paths.content(), *others], others_only=len(others) == len(banks))
    places = {bank.name: bank.path for bank in others}
    for name, error in found.broken.items():
        raise ContentError(located(error, places[name]))
    return found


def one(text: str) -> Other:
    """The bank that `--bank` means: a path, or the name of a known one; the bundled has no name."""
    banks, _ = known()
    path = _place(text, banks)
    if _real(path) == _real(paths.content()):
        return Other("", path)
    same = next((bank for bank in banks if _real(bank.path) == _real(path)), None)
    if same is not None:
        return Other(same.name, path)
    return Other(free(name_of(path), path, banks), path)


def _place(text: str, banks: Sequence[Known]) -> Path:
    """Where the bank is that `--bank` means."""
    path = Path(text).expanduser()
    if path.exists():
        return path
    for bank in banks:
        if bank.name == text:
            return bank.path
    names = ", ".join(bank.name for bank in banks) or "-"
    raise FileProblem("no_bank_there", file=text, known=names)


def free(name: str, path: Path, banks: Sequence[Known]) -> str:
    """`name`, for the bank at `path`; UsageError for one that cannot be a name or has another."""
    if not NAME.fullmatch(name):
        raise UsageError("bank_bad_name", name=name)
    for bank in banks:
        if bank.name == name and _real(bank.path) != _real(path):
            raise UsageError("bank_name_taken", name=name, path=path, other=bank.path)
    return name


def folder() -> Path | None:
    """Where an author's command works: the place of `--bank`, None without it."""
    if len(common.Speech.banks) > 1:
        raise UsageError("one_bank")
    return _place(common.Speech.banks[0], known()[0]) if common.Speech.banks else None


def located(error: ContentError, path: Path) -> list[Fault | object]:
    """The faults of a bank with the whole paths of their files."""
    return [_at(fault, path) for fault in error.faults]


def _at(fault: object, path: Path) -> Fault | object:
    from quizkit.bank.faults import Fault

    if not isinstance(fault, Fault) or fault.file == str(path):
        return fault
    root = path if path.is_dir() else path.parent
    return replace(fault, file=str(root / fault.file))


def left_out(name: str, path: Path, error: ContentError) -> str:
    """One line about a bank that is broken: the file, the first fault, what to do."""
    first = located(error, path)[0]
    text = first.text(common.lang()) if hasattr(first, "text") else str(first)
    facts = {"name": name, "path": path, "count": len(error.faults)}
    return common.say("banks.left_out", first=text, **facts)


_told: set[str] = set()


def tell_whose_code(bank: Bank, item: Exercise) -> None:
    """Say once that an exercise's checks are the code of another bank's author, before they run."""
    name = item.id.rpartition(":")[0]
    if name and name not in _told:
        _told.add(name)
        part = next(part for part in bank.parts if part.name == name)
        common.err(common.say("banks.whose_code", name=name, path=part.source.root))
