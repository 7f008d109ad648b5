"""What was attempted, answered and started: an append-only SQLite file in the user's data folder.

Rows are only ever added, each in a transaction of its own that is on the disk before the call
returns; what is shown (status, due dates, weak topics) is derived from them. `reset` adds a marker
that hides the rows before it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from quizkit import paths
from quizkit.errors import StoreError
from quizkit.model import Attempt, Framework, Kind, Review, VerdictKind

FILE = "progress.sqlite3"
BUSY_SECONDS = 10.0

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
)


def now() -> str:
    """The time as it is stored: UTC, to the microsecond, so that rows sort by it."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


@dataclass(frozen=True, slots=True)
class Started:
    """A file that `start` wrote."""

    at: str
    exercise: str
    framework: Framework
    file: str


@contextmanager
def _worded() -> Iterator[None]:
    """SQLite's complaints as StoreError."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise StoreError("store_failed", why=str(error), file=str(paths.data() / FILE)) from error


class Store:
    """The progress file. Every method reads or writes at once; StoreError where it cannot."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    @classmethod
    def open(cls, readonly: bool = False, file: Path | None = None) -> Store:
        """Open the file, making or migrating it; with `readonly` and no file, an empty store."""
        file = file or paths.data() / FILE
        with _worded():
            if readonly and not file.exists():
                return cls._migrated(sqlite3.connect(":memory:"))
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                why = error.strerror or str(error)
                raise StoreError("store_failed", why=why, file=str(file)) from error
            mode = "ro" if readonly else "rwc"
            address = f"{file.absolute().as_uri()}?mode={mode}"
            db = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS)
            if readonly and _version(db) == len(MIGRATIONS):
                return cls(db)
            if readonly:
                return cls._migrated(_copy(db))
            db.execute("PRAGMA synchronous = FULL")
            return cls._migrated(db)

    @classmethod
    def _migrated(cls, db: sqlite3.Connection) -> Store:
        version = _version(db)
        if version > len(MIGRATIONS):
            db.close()
            raise StoreError("store_newer", version=version, known=len(MIGRATIONS))
        for number, script in enumerate(MIGRATIONS[version:], version + 1):
            db.executescript(f"BEGIN IMMEDIATE; {script} PRAGMA user_version = {number}; COMMIT;")
        return cls(db)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _add(self, table: str, row: Mapping[str, Any]) -> None:
        names = ", ".join(row)
        places = ", ".join("?" * len(row))
        with _worded(), self._db:
            self._db.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", list(row.values()))

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with _worded():
            return self._db.execute(query, values).fetchall()

    def _since(self, name: str) -> str:
        return str(self._rows("SELECT coalesce(max(at), '') FROM resets WHERE name = ?", name)[0][0])

    def add_attempt(self, attempt: Attempt, told: Mapping[str, Any]) -> None:
        """Record one grading and its verdict as data."""
        row = {
            "at": attempt.at, "exercise": attempt.exercise, "framework": str(attempt.framework),
            "file": attempt.file, "digest": attempt.digest, "verdict": str(attempt.verdict),
            "seed": attempt.seed, "score": attempt.score, "duration_s": attempt.duration_s,
            "failed": json.dumps(attempt.failed), "revision": attempt.revision,
            "told": json.dumps(told, ensure_ascii=False),
        }  # fmt: skip
        self._add("attempts", row)

    def attempts(self, exercise: str, framework: str | None = None) -> list[Attempt]:
        """Gradings of an exercise since its last reset, oldest first."""
        rows = self._rows(
            "SELECT at, exercise, framework, file, digest, verdict, seed, score, duration_s, failed,"
            " revision FROM attempts WHERE exercise = ? AND at > ? AND coalesce(?, framework) ="
            " framework ORDER BY id",
            exercise, self._since(exercise), framework,
        )  # fmt: skip
        return [
            Attempt(r[0], r[1], Framework(r[2]), r[3], r[4], VerdictKind(r[5]), r[6], r[7], r[8],
                    tuple(json.loads(r[9])), r[10])
            for r in rows
        ]  # fmt: skip

    def last_failed_seed(self, exercise: str, framework: str, file: str) -> int | None:
        """The seed of the file's last grading if that was not accepted."""
        mine = [a for a in self.attempts(exercise, framework) if a.file == file]
        skipped = {VerdictKind.ACCEPTED, VerdictKind.UNSUPPORTED, VerdictKind.GRADER_FAULT}
        return mine[-1].seed if mine and mine[-1].verdict not in skipped else None

    def add_review(self, review: Review) -> None:
        """Record one answer."""
        row = {
            "at": review.at, "question": review.question, "revision": review.revision,
            "kind": str(review.kind), "answer": review.answer, "correct": int(review.correct),
            "score": review.score, "rating": review.rating, "variant": review.variant,
            "seconds": review.seconds, "due": review.due,
        }  # fmt: skip
        self._add("reviews", row)

    def reviews(self, question: str | None = None) -> list[Review]:
        """Answers, oldest first; those before a question's last reset are left out."""
        resets = dict(self._rows("SELECT name, max(at) FROM resets GROUP BY name"))
        rows = self._rows(
            "SELECT at, question, revision, kind, answer, correct, score, rating, variant, seconds,"
            " due FROM reviews WHERE coalesce(?, question) = question ORDER BY id",
            question,
        )
        return [
            Review(r[0], r[1], r[2], Kind(r[3]), r[4], bool(r[5]), *r[6:])
            for r in rows
            if r[0] > resets.get(r[1], "")
        ]

    def latest_reviews(self) -> dict[str, Review]:
        """The last answer to each question."""
        return {review.question: review for review in self.reviews()}

    def note_start(self, exercise: str, framework: str, file: str) -> None:
        """Remember a file that `start` wrote."""
        row = {"at": now(), "exercise": exercise, "framework": framework, "file": file}
        self._add("started", row)

    def starts(self) -> list[Started]:
        """Files that `start` wrote, newest first."""
        rows = self._rows("SELECT at, exercise, framework, file FROM started ORDER BY id DESC")
        return [Started(at, exercise, Framework(fw), file) for at, exercise, fw, file in rows]

    def note_hint(self, exercise: str, number: int) -> None:
        """Remember that hint `number` was shown."""
        self._add("hints", {"at": now(), "exercise": exercise, "number": number})

    def hints_shown(self, exercise: str) -> int:
        """The highest number of a hint shown since the last reset; 0 for none."""
        query = "SELECT coalesce(max(number), 0) FROM hints WHERE exercise = ? AND at > ?"
        return int(self._rows(query, exercise, self._since(exercise))[0][0])

    def reset(self, name: str) -> None:
        """Forget an exercise or a question; the rows stay in the file."""
        self._add("resets", {"at": now(), "name": name})

    def status(self, exercise: str, framework: str) -> str:
        """new, started, rejected or accepted (once accepted, always)."""
        verdicts = [a.verdict for a in self.attempts(exercise, framework)]
        if VerdictKind.ACCEPTED in verdicts:
            return "accepted"
        if verdicts:
            return "rejected"
        since = self._since(exercise)
        mine = [
            s
            for s in self.starts()
            if s.exercise == exercise and s.framework == framework and s.at > since
        ]
        return "started" if mine else "new"


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _copy(db: sqlite3.Connection) -> sqlite3.Connection:
    memory = sqlite3.connect(":memory:")
    db.backup(memory)
    db.close()
    return memory
