"""Banks that come as Python packages: found by the entry point `quizkit.banks`, never imported.

    [project.entry-points."quizkit.banks"]
    friends = "friends_bank"                 name of the bank = package whose folder is the bank

`friends_bank.content` means the folder `content` in that package. Looking through every installed
package takes a while, so the answer is kept in the cache folder together with the times of the
folders of `sys.path`: an installation or removal changes one of them.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from quizkit import paths
from quizkit.bank.load import Other

GROUP = "quizkit.banks"
KEPT = "installed.json"
DAMAGE = (OSError, ValueError, TypeError)


def installed() -> list[Other]:
    """The installed banks, sorted by name."""
    mark: list[object] = [sys.prefix, list(_places())]
    file = paths.cache() / KEPT
    found = _kept(file, mark)
    if found is None:
        found = sorted(set(look()))
        _keep(file, mark, found)
    return found


def _places() -> Iterator[list[object]]:
    """Each folder that packages may lie in, and when something in it last came or went."""
    for entry in sys.path:
        with suppress(OSError):
            if entry and not entry.endswith(".zip"):
                yield [entry, os.stat(entry).st_mtime_ns]


def _kept(file: Path, mark: list[object]) -> list[Other] | None:
    """What was found before, if nothing was installed or moved since."""
    try:
        told = json.loads(file.read_bytes())
        if told["mark"] != mark:
            return None
        found = [Other(str(name), Path(path)) for name, path in told["banks"]]
    except (*DAMAGE, KeyError):
        return None
    return found if all(path.exists() for _, path in found) else None


def _keep(file: Path, mark: list[object], found: list[Other]) -> None:
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_name(f".{file.name}.{os.getpid()}.part")
        banks = [[name, str(path)] for name, path in found]
        part.write_text(json.dumps({"mark": mark, "banks": banks}), encoding="utf-8")
        os.replace(part, file)


def look() -> Iterator[Other]:
    """Look through every installed package; nothing of it is imported."""
    from importlib.metadata import entry_points

    for point in entry_points(group=GROUP):
        yield Other(point.name, folder(point.value))


def folder(package: str) -> Path:
    """Where a package lies; a path that does not exist for one that is not there."""
    from importlib.util import find_spec

    top, *below = package.split(".")
    try:
        spec = find_spec(top)  # imports nothing, as it would for a package below
    except (ImportError, ValueError):
        spec = None
    places = list(spec.submodule_search_locations or ()) if spec else []
    found = [Path(place, *below) for place in places]
    return next((place for place in found if place.is_dir()), Path(package))
