"""`load(banks)`: banks from their folders or the cache, all their faults reported at once.

The first bank is the own one: its ids stand alone and its faults stop the load. The banks of others
follow; their ids are `name:slug`, and one that is broken is recorded in `Bank.broken`. An `Other`
brings its name, which decides under which ids reviews are recorded; a bare path is named after its
folder.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from quizkit import paths
from quizkit.bank.catalog import Bank, Part
from quizkit.bank.shelf import ParsedShelf, Shelf
from quizkit.bank.source import TOPICS, Source, Stamp, scan
from quizkit.errors import ContentError
from quizkit.model import Topic

if TYPE_CHECKING:
    from quizkit.bank.faults import Fault
    from quizkit.model import AnyQuestion


class Other(NamedTuple):
    """A bank of others and the name that stands before its ids."""

    name: str
    path: Path


def load(
    banks: Sequence[Path | Other] | None = None, *, cached: bool = True, others_only: bool = False
) -> Bank:
    """The banks at these paths (the bundled one by default); each a folder or one YAML file.

    Raises ContentError with every fault if the first is not valid. `cached=False` neither reads
    nor writes a cache. With `others_only` the first gives its topics and nothing else.
    """
    first, *others = banks or [paths.content()]
    own = scan(first.path if isinstance(first, Other) else Path(first))
    topics = {} if own.has_topics() else _bundled_topics()
    shelf = _shelf(own, topics, cached)
    topics = {**topics, **shelf.topics()}
    if others_only:
        shelf = ParsedShelf(own.root, shelf.topics(), {}, {})
    parts = [Part("", own, shelf)]
    broken: dict[str, ContentError] = {}
    for name, path in _named(others):
        try:
            source = scan(path)
            parts.append(Part(name, source, _shelf(source, topics, cached)))
        except ContentError as error:
            broken[name] = error
        except OSError as error:
            broken[name] = ContentError([_unreadable(path, error)])
    return Bank(parts, broken)


def _named(banks: Sequence[Path | Other]) -> Iterator[Other]:
    """The banks of others, each with a name that no other has."""
    taken = {"", *(bank.name for bank in banks if isinstance(bank, Other))}
    for bank in banks:
        if not isinstance(bank, Other):
            bank = Other(_free(name_of(Path(bank)), taken), Path(bank))
            taken.add(bank.name)
        yield bank


def _unreadable(path: Path, error: OSError) -> Fault:
    from quizkit.bank.faults import fault, shown

    return fault("unreadable", str(error.filename or path), got=shown(error.strerror or error))


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


def name_of(root: Path) -> str:
    """The name of a bank of others, from that of its folder or file."""
    return re.sub(r"[^a-z0-9]+", "-", root.resolve().stem.lower()).strip("-") or "bank"


def _free(base: str, taken: Collection[str]) -> str:
    names = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)
