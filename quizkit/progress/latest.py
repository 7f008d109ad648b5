"""The last answer to each question, kept ready beside the log of answers.

The table `latest` says nothing of its own: it is what a look at the log finds, as far as the row of
`followed` tells. Whoever writes brings it up to date in the same transaction (`follow`); a reader
for whom the log is further on looks there (`read`).
"""

from __future__ import annotations

import sqlite3

from quizkit.model import Last

LIVE = (
    "id > coalesce((SELECT max({table}) FROM resets WHERE name = {table}.{name}), 0)"
    " AND id NOT IN (SELECT row FROM forgotten WHERE rows = '{table}')"
)
LIVE_REVIEW = (
    LIVE.format(table="reviews", name="question") + " AND id NOT IN (SELECT review FROM undone)"
)
# What decides which answer is the last one; rows are only ever added to these.
LOGS = ("reviews", "undone", "resets", "forgotten")
_ENDS = "SELECT " + ", ".join(f"(SELECT coalesce(max(id), 0) FROM {log})" for log in LOGS)
_MARKS = f"SELECT {', '.join(LOGS)} FROM followed"
_LAST_OF = (
    f"(SELECT id FROM reviews WHERE question = {{}} AND {LIVE_REVIEW} ORDER BY id DESC LIMIT 1)"
)
# By steps in the index of the questions instead of a look at every row.
_DERIVED = f"""
    WITH RECURSIVE asked(name) AS (
        SELECT min(question) FROM reviews
        UNION ALL
        SELECT (SELECT min(question) FROM reviews WHERE question > asked.name) FROM asked
        WHERE asked.name IS NOT NULL
    )
    SELECT question, at, due, correct FROM reviews WHERE id IN (
        SELECT {_LAST_OF.format("asked.name")} FROM asked WHERE asked.name IS NOT NULL
    )
"""
_TOUCHED = """
    SELECT question FROM reviews WHERE id > :reviews
    UNION SELECT question FROM reviews
        WHERE id IN (SELECT review FROM undone WHERE id > :undone)
    UNION SELECT name FROM resets WHERE id > :resets
    UNION SELECT question FROM reviews
        WHERE id IN (SELECT row FROM forgotten WHERE rows = 'reviews' AND id > :forgotten)
"""


def read(db: sqlite3.Connection) -> dict[str, Last]:
    """The last answer to each question; nothing is written."""
    kept = "SELECT question, at, due, correct FROM latest"
    rows = db.execute(kept if _marks(db) == _ends(db) else _DERIVED)
    return {row[0]: Last(row[1], row[2], row[3] == 1) for row in rows}


def follow(db: sqlite3.Connection) -> None:
    """Bring the table to where the log is; inside a transaction of the caller."""
    marks, ends = _marks(db), _ends(db)
    if marks == ends:
        return
    touched = db.execute(_TOUCHED, dict(zip(LOGS, marks, strict=True))).fetchall()
    last = _LAST_OF.format("?")
    for question in touched:
        db.execute("DELETE FROM latest WHERE question = ?", question)
        db.execute("INSERT INTO latest SELECT question, at, due, correct FROM reviews"
                   f" WHERE id = {last}", question)  # fmt: skip
    db.execute("DELETE FROM followed")
    db.execute("INSERT INTO followed VALUES (?, ?, ?, ?)", ends)


def anew(db: sqlite3.Connection) -> None:
    """Make the table again from the whole log, which was written over."""
    db.execute("DELETE FROM latest")
    db.execute("DELETE FROM followed")
    follow(db)


def _marks(db: sqlite3.Connection) -> tuple[int, ...]:
    """How far the table has followed each of LOGS."""
    return db.execute(_MARKS).fetchone() or (0,) * len(LOGS)


def _ends(db: sqlite3.Connection) -> tuple[int, ...]:
    """How far each of LOGS is."""
    ends: tuple[int, ...] = db.execute(_ENDS).fetchone()
    return ends
