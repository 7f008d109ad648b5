"""Progress as one JSON value, and two records merged into one: nothing twice, nothing lost.

A row is known by all it says, its number in the file left out. What was taken back or reset on
either side stays hidden. Merging is one transaction; the rows come in the order of their times, so
that schedules are replayed as things happened.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from quizkit.errors import FileProblem
from quizkit.model import Framework, Kind, VerdictKind
from quizkit.progress import disk, latest
from quizkit.progress.store import Store, now

SCHEMA = "quizkit.progress-log/1"
# table: what it says. `due` is derived, so two rows that differ in it alone are one.
TABLES: Mapping[str, tuple[str, ...]] = {
    "reviews": ("at", "question", "revision", "kind", "answer", "correct", "score", "rating",
                "variant", "seconds", "due", "found", "confirmed"),
    "attempts": ("at", "exercise", "framework", "file", "digest", "verdict", "seed", "score",
                 "duration_s", "failed", "revision", "told"),
    "started": ("at", "exercise", "framework", "file", "minutes"),
    "hints": ("at", "exercise", "number"),
    "notes": ("at", "kind", "question", "revision", "variant", "text"),
    "mocks": ("at", "mock", "done", "state"),
}  # fmt: skip
NUMBERS = frozenset({"revision", "correct", "score", "rating", "variant", "seconds", "seed",
                     "duration_s", "minutes", "number", "done"})  # fmt: skip
RESETTABLE = {"reviews": "question", "attempts": "exercise", "started": "exercise",
              "hints": "exercise"}  # fmt: skip
# What a text must be, for those columns that are more than text.
MEANT: Mapping[str, Callable[[Any], object]] = {
    "at": datetime.fromisoformat, "due": datetime.fromisoformat, "framework": Framework,
    "verdict": VerdictKind, "failed": json.loads, "told": json.loads, "found": json.loads,
    "confirmed": json.loads, "state": json.loads,
}  # fmt: skip
Row = dict[str, Any]


class Merged(NamedTuple):
    """How many rows came in, were there already, and are hidden now because the other side says."""

    added: int
    known: int
    hidden: int


def dump(store: Store) -> dict[str, Any]:
    """Everything in the store as JSON values; a hidden row says so."""
    with disk.worded(store.file, "store_unreadable"):
        tables = {table: _read(store.db, table) for table in TABLES}
    return {"schema": SCHEMA, "exported": now(), **{t: rows for t, (rows, _) in tables.items()}}


def merge(store: Store, told: object, due_of: Callable[[Sequence[Row]], str]) -> Merged:
    """Take in what `dump` gave elsewhere; FileProblem for anything else.

    `due_of` gives the day on which a question returns after all its rows, oldest first.
    """
    theirs = checked(told)
    counts = [0, 0, 0]
    with disk.worded(store.file, "store_unwritable"), store.db as db:
        db.execute("BEGIN IMMEDIATE")
        moved: dict[int, int] = {}
        for table, columns in TABLES.items():
            mine, ids = _read(db, table)
            rows = _union(table, mine, theirs[table], counts)
            if table == "reviews":
                _reschedule(rows, due_of)
            moved_here = _rewrite(
                db, table, columns, rows, dict(zip(map(id, mine), ids, strict=True))
            )
            moved = moved_here if table == "reviews" else moved
        _follow(db, moved)
        latest.anew(db)
    return Merged(*counts)


def checked(told: object) -> dict[str, list[Row]]:
    """The rows of an exported file, table by table; FileProblem says what is wrong with it."""
    if not isinstance(told, dict) or told.get("schema") != SCHEMA:
        raise FileProblem("not_progress", schema=SCHEMA)
    found: dict[str, list[Row]] = {}
    for table, columns in TABLES.items():
        rows = told.get(table, [])
        if not isinstance(rows, list):
            raise FileProblem("bad_progress", where=table)
        for number, row in enumerate(rows):
            fits = isinstance(row, dict) and all(_fits(c, row.get(c)) for c in columns)
            if not fits or (table == "reviews" and row["kind"] not in list(Kind)):
                raise FileProblem("bad_progress", where=f"{table}[{number}]")
        found[table] = [{c: row[c] for c in columns} | {"hidden": bool(row.get("hidden"))}
                        for row in rows]  # fmt: skip
    return found


def _fits(column: str, value: object) -> bool:
    """Whether a value can stand in a column, and be read again."""
    if column in NUMBERS:
        if column == "minutes" and value is None:
            return True
        return isinstance(value, (int, float)) and abs(value) < 2**63
    try:
        MEANT.get(column, str.encode)(value)
    except (ValueError, TypeError, AttributeError):
        return False
    return isinstance(value, str)


def _read(db: sqlite3.Connection, table: str) -> tuple[list[Row], list[int]]:
    """The rows of a table, oldest first, each with `hidden`, and their numbers."""
    columns = TABLES[table]
    hidden = f"id IN (SELECT row FROM forgotten WHERE rows = '{table}')"
    if table in RESETTABLE:
        name = RESETTABLE[table]
        last = f"(SELECT max({table}) FROM resets WHERE name = {table}.{name})"
        hidden += f" OR id <= coalesce({last}, 0)"
    if table == "reviews":
        hidden += " OR id IN (SELECT review FROM undone)"
    found = db.execute(f"SELECT id, {hidden}, {', '.join(columns)} FROM {table} ORDER BY id")
    rows, ids = [], []
    for number, gone, *values in found:
        rows.append({**dict(zip(columns, values, strict=True)), "hidden": bool(gone)})
        ids.append(number)
    return rows, ids


def _identity(row: Row) -> str:
    said = {key: value for key, value in row.items() if key not in ("due", "hidden")}
    return json.dumps(said, sort_keys=True)


def _union(table: str, mine: list[Row], theirs: list[Row], counts: list[int]) -> list[Row]:
    """Both lists as one, in the order of their times; each keeps its own order."""
    known = {_identity(row): row for row in mine}
    new: list[Row] = []
    for row in theirs:
        identity = _identity(row)
        held = known.get(identity)
        if held is None:
            known[identity] = row
            new.append(row)
            counts[0] += 1
            continue
        counts[1] += 1
        if row["hidden"] and not held["hidden"]:
            held["hidden"] = True
            counts[2] += 1
    return _interleaved(mine, new)


def _interleaved(mine: list[Row], theirs: list[Row]) -> list[Row]:
    """Merged by time. A clock that was set back never reorders the rows of one side."""
    merged: list[Row] = []
    left, right = 0, 0
    while left < len(mine) or right < len(theirs):
        first = right >= len(theirs) or (
            left < len(mine) and mine[left]["at"] <= theirs[right]["at"]
        )
        merged.append(mine[left] if first else theirs[right])
        left, right = (left + 1, right) if first else (left, right + 1)
    return merged


def _reschedule(rows: list[Row], due_of: Callable[[Sequence[Row]], str]) -> None:
    """The last row of each question gets the due date that all its rows together give."""
    by_question: dict[str, list[Row]] = {}
    for row in rows:
        if not row["hidden"]:
            by_question.setdefault(row["question"], []).append(row)
    for mine in by_question.values():
        mine[-1]["due"] = due_of(mine)


def _rewrite(
    db: sqlite3.Connection,
    table: str,
    columns: Iterable[str],
    rows: list[Row],
    ids: Mapping[int, int],
) -> dict[int, int]:
    """Put `rows` in place of the table's; the new number of each row that had one."""
    names = list(columns)
    db.execute(f"DELETE FROM {table}")
    db.execute("DELETE FROM forgotten WHERE rows = ?", (table,))
    marks = ", ".join("?" * (len(names) + 1))
    query = f"INSERT INTO {table} (id, {', '.join(names)}) VALUES ({marks})"
    db.executemany(query, ([n, *(row[c] for c in names)] for n, row in enumerate(rows, 1)))
    gone = ((now(), table, n) for n, row in enumerate(rows, 1) if row["hidden"])
    db.executemany("INSERT INTO forgotten (at, rows, row) VALUES (?, ?, ?)", gone)
    return {ids[id(row)]: n for n, row in enumerate(rows, 1) if id(row) in ids}


def _follow(db: sqlite3.Connection, moved: Mapping[int, int]) -> None:
    """What named a row by its number: resets and undone are in `forgotten`, sessions follow."""
    db.execute("DELETE FROM undone")
    db.execute("UPDATE resets SET attempts = 0, reviews = 0, started = 0, hints = 0")
    for number, state in db.execute("SELECT id, state FROM sessions").fetchall():
        told = json.loads(state)
        told["done"] = [[*done[:4], moved.get(done[4], 0)] for done in told.get("done", [])]
        shown = json.dumps(told, ensure_ascii=False)
        db.execute("UPDATE sessions SET state = ? WHERE id = ?", (shown, number))
