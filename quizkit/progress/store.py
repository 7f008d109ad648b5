"""The progress store: rows are added and never changed; what is shown is derived from them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from quizkit import paths
from quizkit.model import Attempt, Framework, Kind, Last, Review, VerdictKind
from quizkit.progress import disk, latest
from quizkit.progress.latest import LIVE, LIVE_REVIEW
from quizkit.progress.records import Note, Started

FILE = "progress.sqlite3"
SOLUTION = -1
"""The number of a hint that was the whole solution."""
NOT_THE_LEARNERS = (VerdictKind.UNSUPPORTED, VerdictKind.GRADER_FAULT)

_REVIEW = (
    "at, question, revision, kind, answer, correct, score, rating, variant, seconds, due,"
    " found, confirmed"
)
_ATTEMPT = (
    "at, exercise, framework, file, digest, verdict, seed, score, duration_s, failed, revision"
)
_START = "at, exercise, framework, file, minutes"
_LIVE_ATTEMPT = LIVE.format(table="attempts", name="exercise")
_LIVE_START = LIVE.format(table="started", name="exercise")
_LIVE_HINT = LIVE.format(table="hints", name="exercise")
State = Mapping[str, Any]


def now() -> str:
    """The time as it is stored: UTC, to the microsecond, so that rows sort by it."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


class Store:
    """The progress file. Every method reads or writes at once; StoreError where it cannot."""

    def __init__(self, connection: sqlite3.Connection, file: Path) -> None:
        self.db = connection
        self.file = file

    @classmethod
    def open(cls, readonly: bool = False, file: Path | None = None) -> Store:
        """Open the file, making or migrating it; with `readonly` and no file, an empty store.

        With `readonly` nothing is made or migrated on the disk: an older file is read from a copy.
        """
        file = file or paths.data() / FILE
        with disk.worded(file, "store_unreadable" if readonly else "store_unwritable"):
            if not readonly:
                file.parent.mkdir(parents=True, exist_ok=True)
                disk.refuse_foreign(file)
                return cls(disk.ready(disk.connect(file, "rwc"), durable=True), file)
            if not disk.exists(file):
                return cls(disk.ready(sqlite3.connect(":memory:")), file)
            return cls(disk.reader(file), file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    def _add(self, table: str, **row: object) -> int:
        """Add one row, on the disk before this returns; its id."""
        with self._writing() as db:
            return _insert(db, table, row)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all of it is on the disk when this ends, or nothing."""
        with disk.worded(self.file, "store_unwritable"), self.db:
            yield self.db
            latest.follow(self.db)

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with disk.worded(self.file, "store_unreadable"):
            return self.db.execute(query, [_storable(v) for v in values]).fetchall()

    def add_attempt(self, attempt: Attempt, told: Mapping[str, Any]) -> None:
        """Record one grading and its verdict as data."""
        self._add(
            "attempts",
            at=attempt.at, exercise=attempt.exercise, framework=str(attempt.framework),
            file=attempt.file, digest=attempt.digest, verdict=str(attempt.verdict),
            seed=attempt.seed, score=attempt.score, duration_s=attempt.duration_s,
            failed=json.dumps(attempt.failed), revision=attempt.revision,
            told=json.dumps(told, ensure_ascii=False),
        )  # fmt: skip

    def attempts(self, exercise: str, framework: str | None = None) -> list[Attempt]:
        """Gradings of an exercise since its last reset, oldest first."""
        rows = self._rows(
            f"SELECT {_ATTEMPT} FROM attempts WHERE exercise = ? AND coalesce(?, framework) ="
            f" framework AND {_LIVE_ATTEMPT} ORDER BY id",
            exercise, framework,
        )  # fmt: skip
        return [_attempt(row) for row in rows]

    def last_verdict(self, exercise: str, framework: str) -> dict[str, Any] | None:
        """The verdict of the last grading as it was told, for comparing with the next."""
        rows = self._rows(
            "SELECT told FROM attempts WHERE exercise = ? AND framework = ?"
            f" AND {_LIVE_ATTEMPT} ORDER BY id DESC LIMIT 1",
            exercise, framework,
        )  # fmt: skip
        return dict(json.loads(rows[0][0])) if rows else None

    def last_failed_seed(self, exercise: str, framework: str, file: str) -> int | None:
        """The seed of the file's last grading if that was not accepted."""
        rows = self._rows(
            "SELECT seed, verdict FROM attempts WHERE exercise = ? AND framework = ? AND file = ?"
            f" AND verdict NOT IN (?, ?) AND {_LIVE_ATTEMPT} ORDER BY id DESC LIMIT 1",
            exercise, framework, file, *map(str, NOT_THE_LEARNERS),
        )  # fmt: skip
        return int(rows[0][0]) if rows and rows[0][1] != VerdictKind.ACCEPTED else None

    def add_review(self, review: Review) -> int:
        """Record one answer; the id of its row, for `undo_review`."""
        return self._add("reviews", **_row(review))

    def undo_review(self, row: int) -> None:
        """Hide one answer from everything derived; the row stays."""
        self._add("undone", at=now(), review=row)

    def reviews(self, question: str | None = None) -> list[Review]:
        """Answers, oldest first; those before a question's last reset are left out."""
        one = "" if question is None else "question = ? AND "
        rows = self._rows(
            f"SELECT {_REVIEW} FROM reviews WHERE {one}{LIVE_REVIEW} ORDER BY id",
            *(() if question is None else (question,)),
        )
        return [_review(row) for row in rows]

    def latest(self) -> dict[str, Last]:
        """The last answer to each question."""
        with disk.worded(self.file, "store_unreadable"):
            return latest.read(self.db)

    def first_seen(self, since: str) -> int:
        """How many questions were answered for the first time at `since` or later."""
        query = (
            "SELECT count(*) FROM (SELECT min(at) AS first FROM reviews WHERE question IN"
            f" (SELECT question FROM reviews WHERE at >= ?) AND {LIVE_REVIEW} GROUP BY question)"
            " WHERE first >= ?"
        )
        return int(self._rows(query, since, since)[0][0])

    def time_spent(self) -> dict[str, float]:
        """Seconds spent on each question, all its answers together."""
        query = f"SELECT question, sum(seconds) FROM reviews WHERE {LIVE_REVIEW} GROUP BY question"
        return {question: float(seconds) for question, seconds in self._rows(query)}

    def last_attempt(self) -> Attempt | None:
        """The last grading of any exercise that still counts."""
        query = f"SELECT {_ATTEMPT} FROM attempts WHERE {_LIVE_ATTEMPT} ORDER BY id DESC LIMIT 1"
        rows = self._rows(query)
        return _attempt(rows[0]) if rows else None

    def note_start(
        self, exercise: str, framework: str, file: str, minutes: int | None = None
    ) -> None:
        """Remember a file that `start` wrote, and the minutes of its clock."""
        row = {"exercise": exercise, "framework": str(framework), "file": file, "minutes": minutes}
        self._add("started", at=now(), **row)

    def starts(self) -> list[Started]:
        """Files that `start` wrote, newest first."""
        rows = self._rows(f"SELECT {_START} FROM started ORDER BY id DESC")
        return [_started(row) for row in rows]

    def last_start(self, exercise: str, framework: str) -> Started | None:
        """The last time the exercise was started, since its last reset."""
        rows = self._rows(
            f"SELECT {_START} FROM started WHERE exercise = ? AND framework = ?"
            f" AND {_LIVE_START} ORDER BY id DESC LIMIT 1",
            exercise, framework,
        )  # fmt: skip
        return _started(rows[0]) if rows else None

    def note_hint(self, exercise: str, number: int) -> None:
        """Remember that hint `number` was shown; 0: one aimed at the last failure; or SOLUTION."""
        self._add("hints", at=now(), exercise=exercise, number=number)

    def hints(self, exercise: str) -> list[tuple[str, int]]:
        """When which hint was shown since the last reset, oldest first."""
        query = f"SELECT at, number FROM hints WHERE exercise = ? AND {_LIVE_HINT} ORDER BY id"
        return [(at, number) for at, number in self._rows(query, exercise)]

    def hint_reached(self, exercise: str) -> int:
        """How far up the ladder hints were shown since the last reset; 0 for none."""
        query = (
            "SELECT max(0, coalesce(max(number), 0)) FROM hints"
            f" WHERE exercise = ? AND {_LIVE_HINT}"
        )
        return int(self._rows(query, exercise)[0][0])

    def hints_shown(self, exercise: str) -> int:
        """How many hints were shown since the last reset: of the ladder, and aimed at failures."""
        query = f"SELECT count(*) FROM hints WHERE exercise = ? AND number = 0 AND {_LIVE_HINT}"
        return self.hint_reached(exercise) + int(self._rows(query, exercise)[0][0])

    def aimed_hints_shown(self, exercise: str, since: str) -> int:
        """How many hints aimed at a failure (noted as number 0) were shown after `since`."""
        query = "SELECT count(*) FROM hints WHERE exercise = ? AND number = 0 AND at > ?"
        return int(self._rows(query, exercise, since)[0][0])

    def reset(self, name: str) -> None:
        """Forget an exercise or a question; the rows stay in the file."""
        tables = ("attempts", "reviews", "started", "hints")
        last = ", ".join(f"(SELECT coalesce(max(id), 0) FROM {table})" for table in tables)
        with self._writing() as db:
            db.execute(
                f"INSERT INTO resets (at, name, {', '.join(tables)}) VALUES (?, ?, {last})",
                (now(), name),
            )

    def status(self, exercise: str, framework: str) -> str:
        """new, started, rejected or accepted (once accepted, always)."""
        return self.statuses().get((exercise, framework), "new")

    def statuses(self) -> dict[tuple[str, str], str]:
        """The status of every exercise in a framework in which it is not new."""
        starts = f"SELECT DISTINCT exercise, framework FROM started WHERE {_LIVE_START}"
        found = {(name, framework): "started" for name, framework in self._rows(starts)}
        graded = f"SELECT DISTINCT exercise, framework, verdict FROM attempts WHERE {_LIVE_ATTEMPT}"
        for name, framework, verdict in self._rows(graded):
            if verdict == VerdictKind.ACCEPTED:
                found[name, framework] = "accepted"
            elif verdict not in NOT_THE_LEARNERS and found.get((name, framework)) != "accepted":
                found[name, framework] = "rejected"
        return found

    def save_session(
        self,
        session: str,
        state: State | Callable[[int], State],
        done: bool,
        review: Review | None = None,
        undo: int = 0,
    ) -> int:
        """Record where a session stands, with the answer that led there: both or neither.

        `undo` is the row of an answer to hide. Returns the id of the review's row, 0 without one;
        a `state` that wants to know it is a function of it. A session without a name is not kept.
        """
        with self._writing() as db:
            if undo:
                _insert(db, "undone", {"at": now(), "review": undo})
            added = _insert(db, "reviews", _row(review)) if review is not None else 0
            if session:
                found = state(added) if callable(state) else state
                told = json.dumps(found, ensure_ascii=False)
                row = {"at": now(), "session": session, "done": int(done), "state": told}
                _insert(db, "sessions", row)
            return added

    def unfinished_session(self) -> tuple[str, dict[str, Any]] | None:
        """The name and state of the last session, unless it was finished."""
        rows = self._rows("SELECT session, state, done FROM sessions ORDER BY id DESC LIMIT 1")
        if not rows or rows[0][2]:
            return None
        return str(rows[0][0]), dict(json.loads(rows[0][1]))

    def add_note(self, note: Note) -> None:
        """Keep what a learner wrote about a question."""
        row = {name: getattr(note, name) for name in Note.__slots__}
        self._add("notes", **row)

    def notes(self) -> list[Note]:
        """What learners wrote about questions, oldest first."""
        rows = self._rows("SELECT at, kind, question, revision, variant, text FROM notes")
        return [Note(*row) for row in rows]

    def save_mock(self, mock: str, state: State, done: bool) -> None:
        """Record where a mock interview stands."""
        told = json.dumps(state, ensure_ascii=False)
        self._add("mocks", at=now(), mock=mock, done=int(done), state=told)

    def mocks(self) -> list[tuple[str, bool, dict[str, Any]]]:
        """(name, done, state) of every mock interview as it stands, the oldest first."""
        last = "SELECT max(id) FROM mocks GROUP BY mock"
        rows = self._rows(f"SELECT mock, done, state FROM mocks WHERE id IN ({last}) ORDER BY id")
        return [(str(mock), bool(done), dict(json.loads(state))) for mock, done, state in rows]


def _insert(db: sqlite3.Connection, table: str, row: Mapping[str, object]) -> int:
    query = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"
    return int(db.execute(query, [_storable(v) for v in row.values()]).lastrowid or 0)


def _row(review: Review) -> dict[str, object]:
    return {
        "at": review.at, "question": review.question, "revision": review.revision,
        "kind": str(review.kind), "answer": review.answer,
        "correct": int(review.correct), "score": review.score, "rating": review.rating,
        "variant": review.variant, "seconds": review.seconds, "due": review.due,
        "found": json.dumps(review.found), "confirmed": json.dumps(review.confirmed),
    }  # fmt: skip


def _storable(value: object) -> object:
    """`value`; a text without lone surrogates, which broken terminals and file names hold."""
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


def _review(r: tuple[Any, ...]) -> Review:
    found = () if r[11] == "[]" else json.loads(r[11])
    said = None if r[12] == "null" else tuple(json.loads(r[12]))
    return Review(r[0], r[1], r[2], Kind(r[3]), r[4], bool(r[5]), r[6], r[7], r[8], r[9], r[10],
                  tuple(found), said)  # fmt: skip


def _started(r: tuple[Any, ...]) -> Started:
    return Started(r[0], r[1], Framework(r[2]), r[3], r[4])


def _attempt(r: tuple[Any, ...]) -> Attempt:
    failed = tuple(json.loads(r[9]))
    framework, verdict = Framework(r[2]), VerdictKind(r[5])
    return Attempt(r[0], r[1], framework, r[3], r[4], verdict, r[6], r[7], r[8], failed, r[10])
