"""The progress file on the disk: opened, judged, mended and migrated; its complaints worded."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from quizkit.errors import StoreError
from quizkit.progress import schema

MAGIC = b"SQLite format 3\0"
BUSY_SECONDS = 10.0


@contextmanager
def worded(file: Path, code: str) -> Iterator[None]:
    """Complaints of SQLite and of the disk as StoreError `code`; the file is never touched."""
    try:
        yield
    except (sqlite3.Error, OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise StoreError(code, why=why, file=str(file)) from error


def exists(file: Path) -> bool:
    """Whether there is something at this path; OSError where that cannot be told."""
    try:
        os.stat(file)
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def refuse_foreign(file: Path) -> None:
    """ValueError for a file that is no database; SQLite itself would overwrite a short one."""
    if not exists(file) or os.path.exists(f"{file}-journal"):
        return  # with a journal SQLite must mend the file before it can be judged
    with file.open("rb") as stream:
        head = stream.read(len(MAGIC))
    if head and head != MAGIC:
        raise ValueError("file is not a database")


def connect(file: Path, mode: str) -> sqlite3.Connection:
    """A connection in one of SQLite's modes: ro, rw, rwc."""
    address = f"{file.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS)


def ready(db: sqlite3.Connection, durable: bool = False) -> sqlite3.Connection:
    """`db` at today's version; closed if that fails."""
    try:
        if durable:  # the default rollback journal, and every commit waits for the disk
            db.execute("PRAGMA synchronous = FULL")
        schema.migrate(db)
    except BaseException:
        db.close()
        raise
    return db


def reader(file: Path) -> sqlite3.Connection:
    """A connection that cannot write."""
    refuse_foreign(file)
    if os.path.exists(f"{file}-journal"):
        _recover(file)
    db = connect(file, "ro")
    try:
        schema.refuse_newer(db)
        if schema.version(db) == schema.VERSION:
            return db
        memory = sqlite3.connect(":memory:")
        db.backup(memory)
    except BaseException:
        db.close()
        raise
    db.close()
    return ready(memory)


def _recover(file: Path) -> None:
    """Let SQLite roll back what a killed process left half written; a reader may not do that."""
    db = connect(file, "rw")
    try:
        schema.version(db)
    finally:
        db.close()
