"""Parsed banks are kept: one SQLite file per bank, with index rows and one JSON record per entry.

`find(source, known, reparse)` gives the cached bank if it is still that of the files; `keep` stores
a bank just parsed. A cache that is unwritable, damaged or of another version is as good as none.
A wheel brings its bank ready made: `python -m quizkit.bank.cache OUT [BANK]` or `write(bank, path)`
makes the file, which belongs into the bank's folder as `bank.sqlite3`.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, suppress
from pathlib import Path
from zlib import crc32

import quizkit
from quizkit import paths
from quizkit.bank.catalog import Bank
from quizkit.bank.shelf import DAMAGE, CachedShelf, Shelf
from quizkit.bank.source import Source
from quizkit.bank.thaw import freeze

FORMAT = 3
SHIPPED = "bank.sqlite3"
_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE entry (id TEXT, kind TEXT, topic TEXT, difficulty TEXT, asked INTEGER,
                    title_en TEXT, title_zh TEXT, revision INTEGER, runs_on TEXT);
CREATE TABLE exercise (id TEXT, topic TEXT, difficulty TEXT, asked INTEGER, minutes INTEGER,
                       frameworks TEXT, title_en TEXT, title_zh TEXT, draft INTEGER);
CREATE TABLE record (kind TEXT, id TEXT, position INTEGER, record TEXT, PRIMARY KEY (kind, id));
"""


def find(source: Source, known: Collection[str], reparse: Callable[[], Shelf]) -> Shelf | None:
    """The cached bank of exactly these files and known topics, if there is one.

    The file shipped inside the bank's folder is looked at first; times do not count for it.
    """
    shipped = source.root / SHIPPED
    if not source.single and shipped.is_file():
        found = _open(shipped, source, fingerprint(source, known, times=False), reparse)
        if found is not None:
            return found
    return _open(_place(source), source, fingerprint(source, known), reparse)


def keep(source: Source, known: Collection[str], shelf: Shelf) -> None:
    """Store a parsed bank in the user's cache; where that cannot be done, do nothing."""
    with suppress(OSError, sqlite3.Error):
        place = _place(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        _write(place, shelf, fingerprint(source, known))


def write(bank: Bank, path: Path) -> None:
    """Write the cache file that ships with a bank's folder; the same bank gives the same bytes."""
    own = bank.parts[0]
    _write(path, own.shelf, fingerprint(own.source, (), times=False))


def fingerprint(source: Source, known: Collection[str], *, times: bool = True) -> str:
    """What must be the same for a cached bank to be good: versions, types, files, topics."""
    stamps = [[stamp.path, stamp.size, stamp.mtime_ns * times] for stamp in source.stamps]
    root = str(source.root.resolve()) if times else ""
    made_by = [FORMAT, quizkit.__version__, _shape()]
    return json.dumps([*made_by, root, stamps, source.beside, sorted(known)])


def _shape() -> int:
    """A number that changes with the types that are stored: with the text of their modules.

    Importing them would cost more than a cached bank takes to open.
    """
    folder = Path(quizkit.__file__).with_name("model")
    text = ((folder / f"{name}.py").read_bytes() for name in ("common", "exercises", "questions"))
    return crc32(b"".join(text))


def _place(source: Source) -> Path:
    root = source.root.resolve()
    return paths.cache() / f"bank-{root.stem}-{crc32(str(root).encode()):08x}.sqlite3"


def _open(
    file: Path, source: Source, wanted: str, reparse: Callable[[], Shelf]
) -> CachedShelf | None:
    if not file.is_file():
        return None
    try:
        shelf = CachedShelf(file, source.root, reparse)
    except DAMAGE:
        return None
    try:
        if shelf.meta().get("fingerprint") == wanted:
            return shelf
    except DAMAGE:
        pass
    shelf.close()
    return None


def _write(path: Path, shelf: Shelf, mark: str) -> None:
    """Write the whole file under another name, then put it in its place at once."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with suppress(FileNotFoundError):
            part.unlink()
        with closing(sqlite3.connect(part)) as db:
            db.executescript(_TABLES)
            rows, exercises = list(shelf.rows()), list(shelf.exercise_rows())
            db.execute("INSERT INTO meta VALUES ('fingerprint', ?)", (mark,))
            db.executemany(f"INSERT INTO entry VALUES ({', '.join('?' * 9)})", rows)
            db.executemany(f"INSERT INTO exercise VALUES ({', '.join('?' * 9)})", exercises)
            names = [*(row[0] for row in rows), *shelf.drafts()], [row[0] for row in exercises]
            db.executemany("INSERT INTO record VALUES (?, ?, ?, ?)", _records(shelf, *names))
            db.commit()
        os.replace(part, path)
    finally:
        with suppress(OSError):
            part.unlink()


def _records(
    shelf: Shelf, questions: list[str], exercises: list[str]
) -> Iterator[tuple[str, str, int, str]]:
    for position, topic in enumerate(shelf.topics().values()):
        yield "topic", topic.id, position, _json(topic)
    for position, slug in enumerate(questions):
        yield "question", slug, position, _json(shelf.question(slug))
    for position, slug in enumerate(exercises):
        exercise = freeze(shelf.exercise(slug)) | {"folder": slug}
        yield "exercise", slug, position, _json(exercise)


def _json(record: object) -> str:
    return json.dumps(freeze(record), ensure_ascii=False, separators=(",", ":"))


def main(arguments: list[str]) -> int:
    """Write the ready-made cache of a bank (by default the bundled one) to a file."""
    from quizkit.bank.load import load

    if not 1 <= len(arguments) <= 2:
        print("usage: python -m quizkit.bank.cache OUT [BANK]", file=sys.stderr)
        return 2
    out, *bank = map(Path, arguments)
    write(load(bank or None, cached=False), out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
