"""`load(paths)`: banks from their folders or the cache, all their faults reported at once.

The first bank is the own one: its ids stand alone and its faults stop the load. The banks of others
follow; their ids are `name:slug`, and one that is broken is recorded in `Bank.broken`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from quizkit import paths
from quizkit.bank.catalog import Bank, Part
from quizkit.bank.shelf import ParsedShelf, Shelf
from quizkit.bank.source import TOPICS, Source, Stamp, scan
from quizkit.errors import ContentError
from quizkit.model import Topic

if TYPE_CHECKING:
    from quizkit.bank.faults import Fault
    from quizkit.model import AnyQuestion


def load(banks: Sequence[Path] | None = None, *, cached: bool = True) -> Bank:
    """The banks at these paths (the bundled one by default); each a folder or one YAML file.

    Raises ContentError with every fault if the first is not valid. `cached=False` neither reads
    nor writes a cache.
    """
    own, *others = [scan(Path(path)) for path in banks or [paths.content()]]
    topics = {} if own.has_topics() else _bundled_topics()
    parts = [Part("", own, _shelf(own, topics, cached))]
    topics = {**topics, **parts[0].shelf.topics()}
    broken: dict[str, ContentError] = {}
    taken = {""}
    for source in others:
        name = _name(source.root, taken)
        taken.add(name)
        try:
            parts.append(Part(name, source, _shelf(source, topics, cached)))
        except ContentError as error:
            broken[name] = error
    return Bank(parts, broken)


def survey(path: Path) -> tuple[Bank, tuple[Fault, ...]]:
    """A bank for its author: what of it is valid, and every fault of the rest; never cached."""
    source = scan(path)
    shelf, faults = _parse(source, {} if source.has_topics() else _bundled_topics())
    return Bank([Part("", source, shelf)]), faults


def _shelf(source: Source, topics: Mapping[str, Topic], cached: bool) -> Shelf:
    """The bank of `source`, from the cache if that is fresh; raises ContentError."""
    if not cached:
        return _valid(source, topics)
    # Imported here so that `python -m quizkit.bank.cache` runs a module that is not loaded yet.
    from quizkit.bank import cache

    found = cache.find(source, topics, lambda: _valid(source, topics))
    if found is None:
        found = _valid(source, topics)
        cache.keep(source, topics, found)
    return found


def _valid(source: Source, topics: Mapping[str, Topic]) -> Shelf:
    shelf, faults = _parse(source, topics)
    if faults:
        raise ContentError(faults)
    return shelf


def _parse(source: Source, topics: Mapping[str, Topic]) -> tuple[Shelf, tuple[Fault, ...]]:
    from quizkit.bank.parse import parse

    parsed = parse(source, topics)
    questions = cast("Mapping[str, AnyQuestion]", parsed.questions)
    shelf = ParsedShelf(source.root, parsed.topics, questions, parsed.exercises)
    return shelf, tuple(sorted(parsed.faults, key=lambda fault: (fault.file, fault.line or 0)))


def _bundled_topics() -> Mapping[str, Topic]:
    """The topics of the bundled bank, for a bank that brings none."""
    file = paths.content() / TOPICS
    if not file.is_file():
        return {}
    stat = file.stat()
    source = Source(file.parent, (Stamp(TOPICS, stat.st_size, stat.st_mtime_ns),))
    return _valid(source, {}).topics()


def _name(root: Path, taken: Collection[str]) -> str:
    """A name for a bank of others, from its folder or file."""
    base = re.sub(r"[^a-z0-9]+", "-", root.resolve().stem.lower()).strip("-") or "bank"
    names = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)
