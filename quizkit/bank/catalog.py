"""`Bank`: the topics, questions and exercises of one or several banks, found by id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from quizkit.bank.shelf import ExerciseRow, Row, Shelf
from quizkit.bank.source import Source
from quizkit.errors import ContentError, UnknownId
from quizkit.model import Difficulty, Exercise, Framework, Kind, RunsOn, Text, Topic
from quizkit.model.record import dataclass

if TYPE_CHECKING:
    from quizkit.model import AnyQuestion

E = TypeVar("E", "AnyQuestion", "Exercise")
NEAR = 3
KINDS = {str(kind): kind for kind in Kind}
LEVELS = {str(level): level for level in Difficulty}
RUNS = {str(runs_on): runs_on for runs_on in RunsOn}


class Outline(NamedTuple):
    """What is needed of every question to choose one: the words of its enums. There are many."""

    id: str
    kind: str
    topic: str
    difficulty: str


class IndexEntry(NamedTuple):
    """What the index says of a question; enough to list it. Cheap: there are many."""

    id: str
    kind: Kind
    topic: str
    difficulty: Difficulty
    asked: int
    title: Text
    revision: int
    runs_on: RunsOn


class ExerciseEntry(NamedTuple):
    """What the index says of an exercise; enough to list it and to recommend one."""

    id: str
    topic: str
    difficulty: Difficulty
    asked: int
    minutes: int
    frameworks: tuple[Framework, ...]
    title: Text
    draft: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One bank among several. `name` is empty for the own one; else it stands before every id."""

    name: str
    source: Source
    shelf: Shelf

    def full(self, slug: str) -> str:
        """The id of `slug` as the user knows it."""
        return f"{self.name}:{slug}" if self.name else slug


class Index(Mapping[str, IndexEntry]):
    """The index rows of all banks by id; an entry is made when it is asked for."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._rows: dict[str, Row] = {
            part.full(row[0]): row for part in parts for row in part.shelf.rows()
        }
        self._made: dict[str, IndexEntry] = {}

    def __getitem__(self, key: str) -> IndexEntry:
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = entry(key, self._rows[key])
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, key: object) -> bool:
        return key in self._rows


class Exercises(Mapping[str, Exercise]):
    """The exercises of all banks by id; one is read when it is asked for."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._places = {
            part.full(slug): (part, slug)
            for part in parts
            for slug, *_ in part.shelf.exercise_rows()
        }

    def __getitem__(self, key: str) -> Exercise:
        part, slug = self._places[key]
        return _prefixed(part.shelf.exercise(slug), part)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, key: object) -> bool:
        return key in self._places


class Bank:
    """All banks together. `broken` holds, by name, why a bank of others could not be loaded."""

    def __init__(
        self, parts: Sequence[Part], broken: Mapping[str, ContentError] | None = None
    ) -> None:
        self.parts = tuple(parts)
        self.broken: Mapping[str, ContentError] = dict(broken or {})
        self._topics: dict[str, Topic] | None = None
        self._outline: dict[str, Outline] | None = None
        self._offered: list[ExerciseEntry] | None = None
        self._index: Index | None = None
        self._drafts: tuple[str, ...] | None = None
        self._exercises: Exercises | None = None

    @property
    def topics(self) -> Mapping[str, Topic]:
        """The topics in learning order, by id."""
        if self._topics is None:
            self._topics = {}
            for part in self.parts:
                for topic in part.shelf.topics().values():
                    self._topics.setdefault(topic.id, topic)
        return self._topics

    @property
    def outline(self) -> Mapping[str, Outline]:
        """What there is to know of every question for choosing one, by id, in order."""
        if self._outline is None:
            self._outline = {}
            for part in self.parts:
                before = part.full("")
                for slug, kind, topic, level in part.shelf.outline():
                    name = before + slug
                    self._outline[name] = Outline(name, kind, topic, level)
        return self._outline

    def entries(self, topic: str = "") -> Iterator[IndexEntry]:
        """The index of all questions, or of one topic, in order; the rest is not read."""
        for part in self.parts:
            for row in part.shelf.rows(topic):
                yield entry(part.full(row[0]), row)

    @property
    def index(self) -> Mapping[str, IndexEntry]:
        """What there is to know of every question without reading it, by id."""
        if self._index is None:
            self._index = Index(self.parts)
        return self._index

    @property
    def drafts(self) -> tuple[str, ...]:
        """The ids of the questions that are drafts; neither outline nor index has them."""
        if self._drafts is None:
            self._drafts = tuple(
                part.full(slug) for part in self.parts for slug in part.shelf.drafts()
            )
        return self._drafts

    @property
    def exercises(self) -> Mapping[str, Exercise]:
        """The exercises by id."""
        if self._exercises is None:
            self._exercises = Exercises(self.parts)
        return self._exercises

    @property
    def offered(self) -> Sequence[ExerciseEntry]:
        """The exercises for learners, all but the drafts, as the index knows them."""
        if self._offered is None:
            places = ((part, row) for part in self.parts for row in part.shelf.exercise_rows())
            entries = (exercise_entry(part.full(row[0]), row) for part, row in places)
            self._offered = [found for found in entries if not found.draft]
        return self._offered

    def question(self, id: str) -> AnyQuestion:
        """The question `id`, which may be spelled as `resolve` understands; raises UnknownId."""
        part, slug = self._split(id)
        try:
            if part is None:
                raise KeyError(id)
            return _prefixed(part.shelf.question(slug), part)
        except KeyError:
            known = self.resolve(id)
            if known == id or known in self.exercises:
                raise UnknownId(id, self._near(id, self.outline)) from None
            return self.question(known)

    def exercise(self, id: str) -> Exercise:
        """The exercise `id`, which may be spelled as `resolve` understands; raises UnknownId."""
        known = id if id in self.exercises else self.resolve(id)
        if known not in self.exercises:
            raise UnknownId(id, self._near(id, self.exercises))
        return self.exercises[known]

    def find(self, id: str) -> AnyQuestion | Exercise:
        """The question or exercise `id`; raises UnknownId with the names that are near."""
        known = self.resolve(id)
        return self.exercises[known] if known in self.exercises else self.question(known)

    def resolve(self, text: str) -> str:
        """The id that `text` means: case, blanks and `_` for `-` do not matter, and the name of a
        bank may be left out where only one bank has such an id. Raises UnknownId.
        """
        from quizkit.bank.names import folded

        wanted = text.strip()
        if wanted in self.exercises or self._asks(wanted):
            return wanted
        wanted = folded(text)
        ids = (*self.exercises, *self.outline, *self.drafts)
        if own := next((id for id in ids if wanted and folded(id) == wanted), ""):
            return own
        ends = [id for id in ids if ":" in id and folded(id.partition(":")[2]) == wanted]
        if len(ends) == 1 and wanted:
            return ends[0]
        near = ends[:NEAR] if wanted else []
        bank = wanted.rpartition(":")[0]
        if bank not in (part.name for part in self.parts):
            raise UnknownId(text, bank=bank)
        raise UnknownId(text, near or self._near(text, ids))

    def match_topic(self, text: str) -> str:
        """The id of the topic called `text`: its id, its title in either language, or an alias.

        Raises UnknownId with the names that are near.
        """
        from quizkit.bank.names import folded

        wanted = folded(text)
        names: dict[str, str] = {}
        for topic in self.topics.values():
            for name in (topic.id, topic.title.en, topic.title.zh, *topic.aliases):
                names.setdefault(folded(name), topic.id)
        if wanted in names:
            return names[wanted]
        raise UnknownId(text, self._near(text, names))

    def _asks(self, id: str) -> bool:
        """Whether there is a question `id`; the others are not looked at."""
        part, slug = self._split(id)
        try:
            return part is not None and bool(part.shelf.question(slug))
        except KeyError:
            return False

    def _split(self, id: str) -> tuple[Part | None, str]:
        name, _, slug = id.rpartition(":")
        return next((part for part in self.parts if part.name == name), None), slug

    def _near(self, text: str, names: Mapping[str, object] | Sequence[str]) -> list[str]:
        from difflib import get_close_matches

        from quizkit.bank.names import folded

        return get_close_matches(folded(text), list(names), n=NEAR, cutoff=0.6)


def entry(name: str, row: Row) -> IndexEntry:
    """The entry of a question from its row."""
    _, kind, topic, level, asked, en, zh, revision, runs_on = row
    return IndexEntry(
        name, KINDS[kind], topic, LEVELS[level], asked, Text(en, zh), revision, RUNS[runs_on]
    )


def exercise_entry(name: str, row: ExerciseRow) -> ExerciseEntry:
    """The entry of an exercise from its row."""
    _, topic, level, asked, minutes, frameworks, en, zh, draft = row
    known = tuple(map(Framework, frameworks.split()))
    return ExerciseEntry(
        name, topic, LEVELS[level], asked, minutes, known, Text(en, zh), bool(draft)
    )


def _prefixed(item: E, part: Part) -> E:
    """The item with the bank's name before its ids."""
    if not part.name:
        return item
    related = tuple(part.full(slug) for slug in item.related)
    return replace(item, id=part.full(item.id), related=related)
