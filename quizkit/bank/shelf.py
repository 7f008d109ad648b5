"""One bank as it lies ready: in memory after parsing, or in a SQLite file of the cache.

Both kinds answer the same questions. A cached shelf thaws one record at a time, so opening it costs
neither YAML nor msgspec; where its file turns out damaged, it parses the bank instead.
"""

from __future__ import annotations

import json
import sqlite3
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from quizkit.bank.thaw import thaw
from quizkit.model import Exercise, Kind, Topic

if TYPE_CHECKING:
    from quizkit.model import AnyQuestion

T = TypeVar("T")
Row = tuple[str, str, str, str, int, str, str, int, str]
"""id, kind, topic, difficulty, asked, English title, Chinese title, revision, runs_on."""
ExerciseRow = tuple[str, str, str, int, int, str, str, str, bool]
"""id, topic, difficulty, asked, minutes, frameworks, English title, Chinese title, draft."""
DAMAGE = (sqlite3.Error, ValueError, TypeError, AttributeError, KeyError, IndexError)


class Shelf(Protocol):
    """What a bank holds; ids are those of the bank itself, without its name."""

    def topics(self) -> Mapping[str, Topic]:
        """The bank's own topics."""

    def outline(self) -> Iterable[tuple[str, str, str, str]]:
        """(id, kind, topic, difficulty) of each question but the drafts; the cheapest there is."""

    def rows(self, topic: str = "") -> Iterable[Row]:
        """One row for each question, or each of one topic, in order; none for drafts."""

    def drafts(self) -> Iterable[str]:
        """The ids of the questions that are drafts, in order."""

    def question(self, slug: str) -> AnyQuestion:
        """The question `slug`; KeyError where there is none."""

    def exercise_rows(self) -> Iterable[ExerciseRow]:
        """One row for each exercise, in order."""

    def exercise(self, slug: str) -> Exercise:
        """The exercise `slug`; KeyError where there is none."""


class ParsedShelf:
    """A bank in memory."""

    def __init__(
        self,
        root: Path,
        topics: Mapping[str, Topic],
        questions: Mapping[str, AnyQuestion],
        exercises: Mapping[str, Exercise],
    ) -> None:
        self._root = root
        self._topics = topics
        self._questions = questions
        self._exercises = exercises

    def topics(self) -> Mapping[str, Topic]:
        return self._topics

    def outline(self) -> Iterator[tuple[str, str, str, str]]:
        return (found[:4] for found in self.rows())

    def rows(self, topic: str = "") -> Iterator[Row]:
        offered = (each for each in self._questions.values() if not each.draft)
        return (row(each) for each in offered if topic in ("", each.topic))

    def drafts(self) -> Iterable[str]:
        return [slug for slug, question in self._questions.items() if question.draft]

    def question(self, slug: str) -> AnyQuestion:
        return self._questions[slug]

    def exercise_rows(self) -> Iterator[ExerciseRow]:
        return map(exercise_row, self._exercises.values())

    def exercise(self, slug: str) -> Exercise:
        return located(self._exercises[slug], self._root)


class CachedShelf:
    """A bank in a SQLite file, opened for reading only; `reparse` stands in for a damaged file."""

    def __init__(self, file: Path, root: Path, reparse: Callable[[], Shelf]) -> None:
        uri = f"{file.resolve().as_uri()}?mode=ro&immutable=1"
        self._db = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self._root = root
        self._reparse = reparse
        self._instead: Shelf | None = None
        self.close = weakref.finalize(self, self._db.close)

    def meta(self) -> Mapping[str, str]:
        """What the file says of itself; raises one of DAMAGE if it is no cache of ours."""
        return dict(self._db.execute("SELECT key, value FROM meta"))

    def topics(self) -> Mapping[str, Topic]:
        return self._read(self._topics, lambda shelf: shelf.topics())

    def outline(self) -> Iterable[tuple[str, str, str, str]]:
        query = "SELECT id, kind, topic, difficulty FROM entry ORDER BY rowid"
        return self._read(lambda: self._all(query), lambda shelf: shelf.outline())

    def rows(self, topic: str = "") -> Iterable[Row]:
        query = "SELECT * FROM entry WHERE ? IN ('', topic) ORDER BY rowid"
        return self._read(lambda: self._all(query, topic), lambda shelf: shelf.rows(topic))

    def drafts(self) -> Iterable[str]:
        query = """SELECT id FROM record WHERE kind = 'question' AND id NOT IN
                   (SELECT id FROM entry) ORDER BY position"""
        found = self._read(lambda: self._all(query), lambda shelf: [(d,) for d in shelf.drafts()])
        return [slug for (slug,) in found]

    def question(self, slug: str) -> AnyQuestion:
        return self._read(lambda: self._question(slug), lambda shelf: shelf.question(slug))

    def exercise_rows(self) -> Iterable[ExerciseRow]:
        query = "SELECT * FROM exercise ORDER BY rowid"
        return self._read(lambda: self._all(query), lambda shelf: shelf.exercise_rows())

    def exercise(self, slug: str) -> Exercise:
        return self._read(lambda: self._exercise(slug), lambda shelf: shelf.exercise(slug))

    def _read(self, cached: Callable[[], T | None], parsed: Callable[[Shelf], T]) -> T:
        """What the file says; KeyError where it has no such record; parsed if it is damaged."""
        if self._instead is None:
            try:
                found = cached()
            except DAMAGE:
                self._instead = self._reparse()
            else:
                if found is None:
                    raise KeyError
                return found
        return parsed(self._instead)

    def _all(self, query: str, *values: str) -> list[Any]:
        return self._db.execute(query, values).fetchall()

    def _record(self, kind: str, slug: str) -> Any:
        query = "SELECT record FROM record WHERE kind = ? AND id = ?"
        found = self._db.execute(query, (kind, slug)).fetchone()
        return None if found is None else json.loads(found[0])

    def _topics(self) -> dict[str, Topic]:
        query = "SELECT record FROM record WHERE kind = 'topic' ORDER BY position"
        topics = [thaw(Topic, json.loads(record)) for (record,) in self._db.execute(query)]
        return {topic.id: topic for topic in topics}

    def _question(self, slug: str) -> AnyQuestion | None:
        found = self._record("question", slug)
        if found is None:
            if self._db.execute("SELECT 1 FROM entry WHERE id = ?", (slug,)).fetchone():
                raise sqlite3.DatabaseError("an entry of the index without its record")
            return None
        from quizkit.model import QUESTION_TYPES  # not before a question is wanted

        return cast("AnyQuestion", thaw(QUESTION_TYPES[Kind(found["kind"])], found))

    def _exercise(self, slug: str) -> Exercise | None:
        found = self._record("exercise", slug)
        return None if found is None else located(thaw(Exercise, found), self._root)


def located(exercise: Exercise, root: Path) -> Exercise:
    """The exercise with the whole path of its folder instead of the folder's name."""
    return replace(exercise, folder=str((root / exercise.folder).absolute()))


def row(question: AnyQuestion) -> Row:
    """The index row of a question."""
    q = question
    title = q.title
    return (
        q.id,
        q.kind.value,
        q.topic,
        q.difficulty.value,
        q.asked,
        title.en,
        title.zh,
        q.revision,
        q.runs_on.value,
    )


def exercise_row(exercise: Exercise) -> ExerciseRow:
    """The index row of an exercise."""
    e = exercise
    title, frameworks = e.title, " ".join(e.frameworks)
    return (e.id, e.topic, e.difficulty.value, e.asked, e.minutes, frameworks, title.en, title.zh,
            e.draft)  # fmt: skip
