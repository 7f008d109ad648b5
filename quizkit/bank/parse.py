"""Reads a bank's YAML: `parse(source, known)` gives what is valid, and every fault of the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from quizkit.bank.convert import Faults, Place, convert, kind_of
from quizkit.bank.exercise_rules import check_exercise, in_both_languages
from quizkit.bank.faults import fault, listed, near, shown, worded
from quizkit.bank.links import both_ways
from quizkit.bank.names import folded
from quizkit.bank.rules import check_question, check_slug
from quizkit.bank.source import EXERCISE, TOPICS, Source
from quizkit.bank.yaml import Document, read
from quizkit.model import QUESTION_TYPES, Exercise, Kind, Question, Topic

FILE_KEYS = ("topic", "questions")


@dataclass(slots=True)
class Parsed:
    """What a bank holds. The parts that are valid are here even if others have faults."""

    topics: dict[str, Topic] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    exercises: dict[str, Exercise] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)


def parse(source: Source, known: Mapping[str, Topic]) -> Parsed:
    """Everything in `source`; `known` are the topics of the banks before it."""
    return _Parser(source, known).run()


class _Parser:
    def __init__(self, source: Source, known: Mapping[str, Topic]) -> None:
        self.source = source
        self.topics = dict(known)
        self.parsed = Parsed()
        self.faults = self.parsed.faults
        self.places: dict[str, Place] = {}
        self.related: list[tuple[Place, list[object]]] = []
        self.folders: set[str] = set()
        self.unread = False

    def run(self) -> Parsed:
        if not self.source.stamps and not self.source.beside:
            self.faults.append(fault("no_bank", str(self.source.root)))
            return self.parsed
        if self.source.has_topics():
            self._topics()
        for path in self.source.questions():
            self._file(path)
        self.folders = set(self.source.exercises())
        for folder, names in self.source.exercises().items():
            self._exercise(folder, names)
        self._related()
        both_ways(self.parsed.questions, self.parsed.exercises)
        return self.parsed

    def _document(self, path: str) -> Document | None:
        """The document at `path` if it can be looked at; what is wrong with it is noted."""
        name = path or self.source.root.name
        found = read(self.source.file(path), name)
        if not isinstance(found, Document):
            self.faults.append(found)
            self.unread = True
            return None
        self.faults.extend(found.faults)
        self.unread = self.unread or not found.readable
        return found if found.readable else None

    def _top(self, raw: object, kind: str, place: Place) -> None:
        """Note that a whole file, or an entry, is not a list or mapping."""
        params = {"wanted": worded(f"kind.{kind}", {}), "kind": worded(f"kind.{kind_of(raw)}", {})}
        value = shown(raw) if isinstance(raw, str | int | float) else "-"
        self.faults.note("wrong_type", place, **params, value=value, do=worded(f"make.{kind}", {}))

    def _topics(self) -> None:
        document = self._document(TOPICS)
        if document is None:
            return
        top = Place(document)
        if not isinstance(document.value, list):
            self._top(document.value, "list", top)
            return
        names: dict[str, str] = {}
        for index, raw in enumerate(document.value):
            place = (top / index).named(_name(raw, f"topics[{index}]"))
            topic = convert(raw, Topic, place, self.faults)
            if topic is not None:
                self._topic(topic, place, names)

    def _topic(self, topic: Topic, place: Place, names: dict[str, str]) -> None:
        check_slug(topic.id, place / "id", self.faults)
        if topic.id in self.parsed.topics:
            first = self.places[f"topic {topic.id}"].spot()
            self.faults.note("duplicate_id", place / "id", got=shown(topic.id), first=first)
            return
        spellings = {folded(name) for name in (topic.id, topic.title.en, topic.title.zh)}
        for name in {*spellings, *map(folded, topic.aliases)}:
            if names.setdefault(name, topic.id) != topic.id:
                other = names[name]
                self.faults.note("alias_taken", place / "aliases", got=shown(name), topic=other)
        self.places[f"topic {topic.id}"] = place / "id"
        self.parsed.topics[topic.id] = topic
        self.topics.setdefault(topic.id, topic)

    def _file(self, path: str) -> None:
        if path.endswith(".yml"):
            self.faults.append(fault("yml", path, got=shown(path)))
        document = self._document(path)
        if document is None:
            return
        top = Place(document)
        raw = document.value
        if not isinstance(raw, dict):
            self._top(raw, "mapping", top)
            return
        topic = self._file_topic(raw, top)
        entries = raw.get("questions", [])
        if not isinstance(entries, list):
            self._top(entries, "list", top / "questions")
        elif not entries and "questions" in raw:
            self.faults.note("empty_list", top / "questions")
        else:
            for index, entry in enumerate(entries):
                place = top / "questions" / index
                self._question(entry, topic, place.named(_name(entry, place.name)))

    def _file_topic(self, raw: Mapping[str, object], top: Place) -> str:
        """The topic of a file of questions; its top-level keys are checked on the way."""
        for key in raw:
            if key not in FILE_KEYS:
                other = near(key, FILE_KEYS)
                params = {"near": shown(other)}
                do = worded("did_you_mean", params) if other else worded("remove", {})
                keys = listed(FILE_KEYS)
                self.faults.note("unknown_key", top / key, keys=keys, got=shown(key), do=do)
        for key in FILE_KEYS:
            if key not in raw:
                self.faults.note("missing_key", top, missing=shown(key))
        topic = raw.get("topic", "")
        if "topic" in raw and not isinstance(topic, str):
            self._top(topic, "text", top / "topic")
        elif "topic" in raw:
            self._known_topic(str(topic), top / "topic")
        return str(topic)

    def _known_topic(self, topic: str, place: Place) -> None:
        if topic not in self.topics:
            other = near(topic, self.topics)
            do = worded("did_you_mean", {"near": shown(other)}) if other else worded("choose", {})
            options = listed(self.topics) or "-"
            self.faults.note("unknown_topic", place, got=shown(topic), options=options, do=do)

    def _question(self, raw: object, topic: str, place: Place) -> None:
        if not isinstance(raw, dict):
            self._top(raw, "mapping", place)
            return
        self._claim(raw, place)
        kind = raw.get("kind")
        if not isinstance(kind, str) or kind not in list(Kind):
            if "kind" not in raw:
                self.faults.note("missing_key", place, missing="`kind`")
            else:
                self._kind(kind, place / "kind")
            return
        before = len(self.faults)
        if raw.get("draft") is True:
            raw = {key: in_both_languages(value) for key, value in raw.items()}
        if "topic" in raw:
            self.faults.note("topic_in_entry", place / "topic", got=shown(raw["topic"]))
            raw = {key: value for key, value in raw.items() if key != "topic"}
        question = convert(
            raw, QUESTION_TYPES[Kind(kind)], place, self.faults, given={"topic": topic}
        )
        if question is not None:
            check_question(question, place, self.faults)
            valid = len(self.faults) == before and topic in self.topics
            if valid and self.places.get(question.id) == place / "id":
                self.parsed.questions[question.id] = question

    def _kind(self, raw: object, place: Place) -> None:
        options = [kind.value for kind in Kind]
        other = near(str(raw), options)
        do = worded("did_you_mean", {"near": shown(other)}) if other else worded("choose", {})
        self.faults.note("not_one_of", place, options=listed(options), got=shown(raw), do=do)

    def _claim(self, raw: Mapping[str, object], place: Place) -> None:
        """Note an id that is taken already, by a question or an exercise."""
        slug, related = raw.get("id"), raw.get("related")
        if isinstance(related, list):
            self.related.append((place / "related", related))
        if not isinstance(slug, str):
            return
        if slug in self.places:
            first = self.places[slug].spot()
            self.faults.note("duplicate_id", place / "id", got=shown(slug), first=first)
        else:
            self.places[slug] = place / "id"

    def _exercise(self, folder: str, names: list[str]) -> None:
        if EXERCISE not in names:
            self.faults.append(fault("no_exercise_yaml", folder, file=shown(EXERCISE)))
            return
        document = self._document(f"{folder}/{EXERCISE}")
        if document is None:
            return
        raw = document.value
        place = Place(document)
        if not isinstance(raw, dict):
            self._top(raw, "mapping", place)
            return
        self._claim(raw, place)
        before = len(self.faults)
        if raw.get("draft") is True:
            raw = {key: in_both_languages(value) for key, value in raw.items()}
        exercise = convert(raw, Exercise, place, self.faults, given={"folder": folder})
        topic = raw.get("topic")
        if isinstance(topic, str):
            self._known_topic(topic, place / "topic")
        if exercise is not None:
            check_exercise(exercise, names, place, self.faults)
            if len(self.faults) == before and self.places.get(exercise.id) == place / "id":
                self.parsed.exercises[exercise.id] = exercise

    def _related(self) -> None:
        """Every `related` id is that of a question or an exercise of this bank.

        Where a file could not be read, nobody knows what it holds, and nothing is said.
        """
        if self.unread:
            return
        for place, related in self.related:
            for index, slug in enumerate(related):
                if not isinstance(slug, str):
                    continue  # the conversion has said so
                if slug not in self.places and slug not in self.folders:
                    other = near(slug, self.places)
                    params = {"near": shown(other)}
                    do = worded("did_you_mean", params) if other else worded("remove", {})
                    self.faults.note("unknown_related", place / index, got=shown(slug), do=do)


def _name(raw: object, otherwise: str) -> str:
    """What people call an entry: its id where it has one."""
    slug = raw.get("id") if isinstance(raw, dict) else None
    return slug if isinstance(slug, str) and slug.strip() else otherwise
