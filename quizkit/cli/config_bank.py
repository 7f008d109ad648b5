"""`quizkit config bank`: list, add and remove the banks of others."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from quizkit import paths, settings
from quizkit.bank import Bank, Other, load
from quizkit.bank.load import name_of
from quizkit.cli import banks, common
from quizkit.errors import FileProblem, UsageError
from quizkit.report.layout import fill

HINTS = {"add": "add PATH", "remove": "remove NAME"}


def manage(action: str, given: Sequence[str], name: str, json_: bool) -> int:
    """Carry out `quizkit config bank ACTION ...`."""
    if action not in ("list", "add", "remove"):
        raise UsageError("config_bank", action=action)
    if action != "list" and not given:
        raise UsageError("bank_which", action=HINTS[action])
    if action == "add":
        _add([Path(text).expanduser() for text in given], name)
    elif action == "remove":
        _remove(given)
    if json_:
        common.out_json({"schema": "quizkit.banks/1", "banks": list(rows())})
    elif action == "list":
        _print(list(rows()))
    return 0


def _add(given: Sequence[Path], name: str) -> None:
    if name and len(given) > 1:
        raise UsageError("one_name")
    others = banks.configured()
    known = banks.known()[0]
    added: list[Other] = []
    for path in given:
        if not path.exists():
            known_names = ", ".join(bank.name for bank in known) or "-"
            raise FileProblem("no_bank_there", file=str(path), known=known_names)
        path = path.absolute()
        if os.pathsep in str(path):
            raise FileProblem("bank_separator", file=str(path), separator=os.pathsep)
        others = [bank for bank in others if bank.path.resolve() != path.resolve()]
        chosen = banks.free(name or name_of(path), path, known)
        for bank in [*others, *added]:
            if bank.name == chosen:
                raise UsageError("bank_name_taken", name=chosen, path=path, other=bank.path)
        added.append(Other(chosen, path))
    settings.write("banks", banks.kept([*others, *added]))
    for bank in added:
        _tell(bank)


def _tell(bank: Other) -> None:
    """What was added, whether it is broken, whether it holds code."""
    found = load([paths.content(), bank], others_only=True)
    if bank.name in found.broken:
        common.err(banks.left_out(bank.name, bank.path, found.broken[bank.name]))
    common.err(common.say("banks.added", name=bank.name, path=bank.path))
    if found.exercises:
        count = len(found.exercises)
        common.err(common.say("banks.has_code", count=count, name=bank.name))


def _remove(names: Sequence[str]) -> None:
    others = banks.configured()
    for name in names:
        left = [bank for bank in others if name not in (bank.name, str(bank.path))]
        if len(left) == len(others):
            known = ", ".join(bank.name for bank in others) or "-"
            raise UsageError("unknown_bank_name", name=name, known=known)
        others = left
    settings.write("banks", banks.kept(others))
    for name in names:
        common.err(common.say("banks.removed", name=name))


def rows() -> Iterator[dict[str, Any]]:
    """The banks of others with what they hold, as JSON values."""
    others, refused = banks.known()
    found = load([paths.content(), *(Other(bank.name, bank.path) for bank in others)])
    for bank in others:
        yield _row(bank) | _held(found, bank)
    for bank, _ in refused:
        yield _row(bank) | {"questions": 0, "exercises": 0, "fault": common.say("banks.unnamed")}


def _row(bank: banks.Known) -> dict[str, Any]:
    return {"name": bank.name, "path": str(bank.path), "origin": bank.origin}


def _held(found: Bank, bank: banks.Known) -> dict[str, Any]:
    counts = [sum(id.startswith(f"{bank.name}:") for id in ids)
              for ids in (found.index, found.exercises)]  # fmt: skip
    error = found.broken.get(bank.name)
    fault = banks.left_out(bank.name, bank.path, error) if error else ""
    return {"questions": counts[0], "exercises": counts[1], "fault": fault}


def _print(found: Sequence[dict[str, Any]]) -> None:
    if not found:
        common.err(common.say("banks.none"))
    for row in found:
        origin = common.say(f"banks.origin_{row['origin']}")
        held = common.say("banks.holds", **{key: row[key] for key in ("questions", "exercises")})
        common.out(
            f"{fill(row['name'], 18)} {fill(origin, 12)} {'' if row['fault'] else held}".rstrip()
        )
        common.out(f"  {row['path']}")
        if row["fault"]:
            common.out(f"  {row['fault']}")
