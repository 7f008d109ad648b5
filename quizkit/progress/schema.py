"""The progress file's tables, and how a file of an earlier version becomes one of today's."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from quizkit.errors import StoreError

# Each entry takes the file from its index to the next version; none is ever edited.
MIGRATIONS: Sequence[str] = (
    """
    CREATE TABLE attempts (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, exercise TEXT NOT NULL, framework TEXT NOT NULL,
        file TEXT NOT NULL, digest TEXT NOT NULL, verdict TEXT NOT NULL, seed INTEGER NOT NULL,
        score REAL NOT NULL, duration_s REAL NOT NULL, failed TEXT NOT NULL,
        revision INTEGER NOT NULL, told TEXT NOT NULL
    );
    CREATE TABLE reviews (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, question TEXT NOT NULL, revision INTEGER NOT NULL,
        kind TEXT NOT NULL, answer TEXT NOT NULL, correct INTEGER NOT NULL, score REAL NOT NULL,
        rating INTEGER NOT NULL, variant INTEGER NOT NULL, seconds REAL NOT NULL, due TEXT NOT NULL
    );
    CREATE TABLE started (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, exercise TEXT NOT NULL, framework TEXT NOT NULL,
        file TEXT NOT NULL
    );
    CREATE INDEX attempts_of ON attempts (exercise, framework);
    CREATE INDEX reviews_of ON reviews (question);
    """,
    """
    CREATE TABLE hints (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, exercise TEXT NOT NULL, number INTEGER NOT NULL
    );
    CREATE TABLE resets (id INTEGER PRIMARY KEY, at TEXT NOT NULL, name TEXT NOT NULL);
    """,
    # A reset hides rows by their ids, because clocks are set back; sessions can be resumed.
    """
    CREATE TABLE sessions (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, session TEXT NOT NULL, done INTEGER NOT NULL,
        state TEXT NOT NULL
    );
    CREATE TABLE undone (id INTEGER PRIMARY KEY, at TEXT NOT NULL, review INTEGER NOT NULL);
    ALTER TABLE resets ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE resets ADD COLUMN reviews INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE resets ADD COLUMN started INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE resets ADD COLUMN hints INTEGER NOT NULL DEFAULT 0;
    UPDATE resets SET
        attempts = (SELECT coalesce(max(id), 0) FROM attempts WHERE at <= resets.at),
        reviews = (SELECT coalesce(max(id), 0) FROM reviews WHERE at <= resets.at),
        started = (SELECT coalesce(max(id), 0) FROM started WHERE at <= resets.at),
        hints = (SELECT coalesce(max(id), 0) FROM hints WHERE at <= resets.at);
    CREATE INDEX resets_of ON resets (name);
    """,
    # `start --minutes` sets a clock.
    "ALTER TABLE started ADD COLUMN minutes INTEGER",
    # What the program found in an answer and what the learner made of it; rows that a merge brings
    # along although they were reset elsewhere; what learners say of questions; mock interviews.
    """
    ALTER TABLE reviews ADD COLUMN found TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE reviews ADD COLUMN confirmed TEXT NOT NULL DEFAULT 'null';
    CREATE TABLE forgotten (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, rows TEXT NOT NULL, row INTEGER NOT NULL
    );
    CREATE TABLE notes (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, question TEXT NOT NULL,
        revision INTEGER NOT NULL, variant INTEGER NOT NULL, text TEXT NOT NULL
    );
    CREATE TABLE mocks (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, mock TEXT NOT NULL, done INTEGER NOT NULL,
        state TEXT NOT NULL
    );
    """,
    "CREATE INDEX reviews_at ON reviews (at)",
    # The last answer to each question, and how far in the log that table is.
    """
    CREATE TABLE latest (
        question TEXT PRIMARY KEY, at TEXT NOT NULL, due TEXT NOT NULL, correct INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE followed (
        reviews INTEGER NOT NULL, undone INTEGER NOT NULL, resets INTEGER NOT NULL,
        forgotten INTEGER NOT NULL
    );
    """,
)
VERSION = len(MIGRATIONS)


def version(db: sqlite3.Connection) -> int:
    """The version that the file says it has; 0 for an empty one."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def migrate(db: sqlite3.Connection) -> None:
    """Bring the file to VERSION, all steps in one transaction; StoreError if it is newer.

    The version is read again under the write lock: another process may have migrated meanwhile.
    """
    refuse_newer(db)
    if version(db) == VERSION:
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        refuse_newer(db)
        for number in range(version(db), VERSION):
            for statement in _statements(MIGRATIONS[number]):
                db.execute(statement)
        db.execute(f"PRAGMA user_version = {VERSION}")
        db.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise


def refuse_newer(db: sqlite3.Connection) -> None:
    """StoreError for a file that a later quizkit has written."""
    found = version(db)
    if found > VERSION:
        raise StoreError("store_newer", version=found, known=VERSION)


def _statements(script: str) -> list[str]:
    return [part.strip() for part in script.split(";") if part.strip()]
