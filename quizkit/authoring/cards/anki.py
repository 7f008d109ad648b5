"""Anki: notes of one type, `quizkit`, as .apkg (with genanki) or as a text file; and back.

Fields are HTML in which everything that is not ours is escaped; each begins with a tag or a letter,
so no spreadsheet takes it for a formula. The first field is the id, by which Anki updates a note.

    Id, Title, Question, Choices, Answer, More          tags: topic::cnn kind::choice level::mid

Any other deck can be read: the first field is the prompt, the second the answer, other fields are
said and left out.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from quizkit.authoring.cards import entries, html
from quizkit.authoring.cards.flat import Card
from quizkit.authoring.cards.notes import Entry, Note, Read
from quizkit.errors import FileProblem
from quizkit.model import Kind

FIELDS = ("Id", "Title", "Question", "Choices", "Answer", "More")
MODEL, MODEL_ID = "quizkit", 1_763_104_577
CSS = """.card { font: 1em sans-serif; text-align: left; max-width: 42em; margin: 1em auto; }
pre { overflow-x: auto; padding: .5em; border: 1px solid; } li { margin: .3em 0; }"""
FRONT = "<b>{{Title}}</b>{{Question}}{{Choices}}"
BACK = "{{FrontSide}}<hr id=answer>{{Answer}}{{More}}"
LARGEST = 200_000_000
_CLOZE = re.compile(r"\{\{c\d+::(.*?)(?:::.*?)?\}\}", re.DOTALL)
_LETTERS = re.compile(r"\s*<p>([A-Z](?:, [A-Z])*)</p>")


class Raw(NamedTuple):
    """A note as Anki keeps it."""

    fields: Mapping[str, str]
    tags: Sequence[str]


# Writing


def fields(card: Card) -> list[str]:
    """The fields of a card, in the order of FIELDS."""
    question = html.html(card.prompt) + html.code(card.code)
    choices = _list([html.inline(option.text) for option in card.options])
    more = "".join(html.html(text) for text in card.more)
    return [card.id, html.inline(card.title), question, choices,
            _answer(card), html.html(card.explanation) + more]  # fmt: skip


def _answer(card: Card) -> str:
    if card.options:
        right = [chr(65 + n) for n, option in enumerate(card.options) if option.correct]
        whys = _list([html.inline(option.why) for option in card.options])
        return f"<p>{', '.join(right)}</p>{whys}"
    if card.number is not None:
        shown = f"{card.number:.10g} {card.unit}".strip()
        within = f" ± {card.tolerance:.6g}" if card.tolerance else ""
        return f"<p>{html.inline(shown + within)}</p>{html.html(card.answer)}"
    return html.code(card.answer) if card.kind is Kind.PREDICT else html.html(card.answer)


def _list(items: Sequence[str]) -> str:
    if not items:
        return ""
    return '<ol type="A">' + "".join(f"<li>{item}</li>" for item in items) + "</ol>"


def tags(card: Card) -> list[str]:
    """What the cards can be filtered by."""
    return [f"topic::{card.topic}", f"kind::{card.kind}", f"level::{card.difficulty}"]


def text(cards: Sequence[Card]) -> str:
    """All cards as a text file for Anki's import."""
    out = io.StringIO()
    out.write("#separator:tab\n#html:true\n#notetype:quizkit\n#deck:quizkit\n")
    out.write("#columns:" + "\t".join((*FIELDS, "Tags")) + f"\n#tags column:{len(FIELDS) + 1}\n")
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerows([*fields(card), " ".join(tags(card))] for card in cards)
    return out.getvalue()


def package(cards: Sequence[Card], file: Path) -> None:
    """Write an .apkg; ImportError without genanki."""
    import genanki

    named = [{"name": name} for name in FIELDS]
    templates = [{"name": "Card", "qfmt": FRONT, "afmt": BACK}]
    model = genanki.Model(MODEL_ID, MODEL, fields=named, templates=templates, css=CSS)
    decks: dict[str, Any] = {}
    for card in cards:
        name = f"quizkit::{card.topic}"
        deck = decks.setdefault(name, genanki.Deck(_number(name), name))
        guid = sha256(f"quizkit {card.id}".encode()).hexdigest()[:16]
        deck.add_note(genanki.Note(model, fields(card), tags=tags(card), guid=guid))
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        made = Path(folder) / "made.apkg"
        genanki.Package(list(decks.values())).write_to_file(str(made))
        made.replace(file)


def _number(name: str) -> int:
    """The id of a deck, always the same for its name."""
    return int.from_bytes(sha256(name.encode()).digest()[:4]) + 2**31


# Reading


def read_package(file: Path, topic: str = "") -> Read:
    """The notes of an .apkg; FileProblem for one that cannot be read."""
    try:
        with zipfile.ZipFile(file) as archive, tempfile.TemporaryDirectory() as folder:
            held = {item.filename: item for item in archive.infolist()}
            names = [name for name in ("collection.anki21", "collection.anki2") if name in held]
            if "collection.anki21b" in held:
                raise FileProblem("newer_package", file=str(file))
            if not names or held[names[0]].file_size > LARGEST:
                raise FileProblem("no_package", file=str(file))
            with closing(sqlite3.connect(archive.extract(names[0], folder))) as db:
                return _entries(list(_rows(db)), topic)
    except (zipfile.BadZipFile, sqlite3.Error, ValueError, KeyError, TypeError, OSError) as error:
        raise FileProblem("no_package", file=str(file)) from error


def _rows(db: sqlite3.Connection) -> Iterator[Raw]:
    models = json.loads(db.execute("SELECT models FROM col").fetchone()[0])
    names = {int(key): [str(field["name"]) for field in model["flds"]]
             for key, model in models.items()}  # fmt: skip
    for model, tagged, held in db.execute("SELECT mid, tags, flds FROM notes ORDER BY id"):
        yield Raw(dict(zip(names[model], held.split("\x1f"), strict=False)), tagged.split())


def read_text(told: str, topic: str = "") -> Read:
    """The notes of a text file with Anki's header lines, or none."""
    lines = told.removeprefix("\ufeff").splitlines(keepends=True)
    head = {}
    while lines and lines[0].startswith("#") and ":" in lines[0]:
        key, _, value = lines.pop(0)[1:].rstrip("\r\n").partition(":")
        head[key.strip().lower()] = value
    word = head.get("separator", "tab").strip().lower()
    separator = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " ",
                 "colon": ":"}.get(word, word[:1] or "\t")  # fmt: skip
    columns = head.get("columns", "").split(separator) if "columns" in head else []
    csv.field_size_limit(10_000_000)
    return _entries(list(_lines(lines, separator, columns, head)), topic)


def _lines(
    lines: Sequence[str], separator: str, columns: Sequence[str], head: Mapping[str, str]
) -> Iterator[Raw]:
    rich = head.get("html", "true").strip().lower() != "false"
    column = int(head["tags column"]) - 1 if head.get("tags column", "").strip().isdecimal() else -1
    for row in csv.reader(lines, delimiter=separator):
        if not any(row):
            continue
        tagged = row[column].split() if 0 <= column < len(row) else []
        named = {}
        for number, value in enumerate(row):
            if number != column:
                name = columns[number] if number < len(columns) else f"field {number + 1}"
                named[name] = value if rich else f"<p>{escape(value)}</p>"
        yield Raw(named, tagged)


def _entries(rows: Sequence[Raw], topic: str) -> Read:
    found = Read()
    for raw in rows:
        said = dict(tag.split("::", 1) for tag in raw.tags if "::" in tag)
        about = {"topic": said.get("topic", topic)}
        if said.get("level") in ("junior", "mid", "senior"):
            about["difficulty"] = said["level"]
        ours = set(FIELDS) <= set(raw.fields)
        made = _ours(raw.fields, found) if ours else _others(raw.fields, found)
        if ours and said.get("kind") in ("predict", "find_bug", "numeric"):
            found.notes.append(Note(made["id"], "as_open", said["kind"]))
        found.entries.append(about | made)
    return found


def _ours(held: Mapping[str, str], found: Read) -> Entry:
    name = held["Id"].strip()
    entry: Entry = {"id": name, "title": _text(held["Title"], name, found),
                    "prompt": _text(held["Question"], name, found)}  # fmt: skip
    if held["More"].strip():
        entry["explanation"] = _text(held["More"], name, found)
    letters = _LETTERS.match(held["Answer"])
    options = html.items(held["Choices"])
    if not options or not letters:
        return entry | {"kind": "open", "answer": _text(held["Answer"], name, found)}
    whys = html.items(held["Answer"]) or [""] * len(options)
    right = letters[1].split(", ")
    choices = [
        {"key": f"choice-{n + 1}", "text": entries.text(option), "correct": chr(65 + n) in right}
        | ({"why": entries.text(why)} if why else {})
        for n, (option, why) in enumerate(zip(options, whys, strict=False))
    ]
    return entry | {"kind": "choice", "select": "several" if len(right) > 1 else "one",
                    "choices": choices}  # fmt: skip


def _others(held: Mapping[str, str], found: Read) -> Entry:
    """The prompt and the answer of a note of any other type."""
    (_, first), *rest = held.items() or [("", "")]
    name = entries.slug(html.markdown(first)[0])
    hidden = _CLOZE.findall(first)
    if hidden:
        first, rest = _CLOZE.sub("____", first), [("", ", ".join(hidden)), *rest]
    entry: Entry = {"kind": "open", "prompt": _text(first, name, found)}
    if rest and rest[0][1].strip():
        entry["answer"] = _text(rest[0][1], name, found)
    for key, value in rest[1:]:
        if value.strip():
            found.notes.append(Note(name, "field", key))
    return entry


def _text(value: str, name: str, found: Read) -> dict[str, str]:
    told, lost = html.markdown(value)
    found.notes += [Note(name, "media", what) for what in lost]
    return entries.text(told)
