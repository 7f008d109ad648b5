"""Entries that were read, made drafts that a bank accepts: what is missing becomes a reminder."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any
from unicodedata import normalize

from quizkit.authoring.cards import emit
from quizkit.authoring.cards.notes import Entry, Note
from quizkit.bank.unwritten import REMINDER
from quizkit.model import Criterion, Difficulty, Kind, OpenQuestion, Text
from quizkit.quiz import mark

_WORD = re.compile(r"[A-Za-z][A-Za-z_]{3,30}")
_RUN = re.compile("[\u4e00-\u9fff]{2,6}")
_CHINESE = re.compile("[\u4e00-\u9fff]")
TITLE = 60
WORDS = 6
FIRST = ("id", "draft", "revision", "kind", "difficulty", "asked", "title", "prompt", "code")


def text(value: str) -> dict[str, str]:
    """A text of one language, as a draft may have it."""
    return {"zh" if _CHINESE.search(value) else "en": value}


def completed(entry: Entry, source: str, taken: set[str]) -> tuple[Entry, list[Note]]:
    """A draft of what was read from the file `source`, without its topic, with an id of its own.

    The id is added to `taken`. What had to be made up begins with TODO.
    """
    entry = {key: _clean(value) for key, value in entry.items() if key != "topic"}
    title = _any(entry.get("title")) or _any(entry.get("prompt"))
    wanted = str(entry.get("id") or "") or slug(title)
    given = free(wanted, taken)
    notes = [Note(wanted, "renamed", given)] if given != wanted and entry.get("id") else []
    taken.add(given)
    made = {
        "revision": 1, "kind": kind(entry), "difficulty": "mid", "asked": 0,
        "title": text(_short(title or given)), "prompt": entry.get("title", text(f"{REMINDER}: ?")),
        "explanation": text(f"{REMINDER}: why"), "sources": [source],
    }  # fmt: skip
    entry = made | entry | {"id": given, "draft": True}
    if entry["kind"] == "open":
        notes += _open(entry)
    for choice in entry.get("choices", ()) if entry["kind"] == "choice" else ():
        if isinstance(choice, dict):
            choice.setdefault("why", text(f"{REMINDER}: why"))
    known = [key for key in FIRST if key in entry]
    return {key: entry[key] for key in (*known, *(k for k in entry if k not in known))}, notes


def kind(entry: Entry) -> str:
    """The kind that an entry without one is of."""
    if "choices" in entry:
        return "choice"
    if "prints" in entry or "raises" in entry:
        return "predict"
    return "numeric" if isinstance(entry.get("answer"), str) else "open"


def slug(title: str) -> str:
    """An id out of the first words of a title."""
    words = re.findall(r"[a-z0-9]+", title.lower())[:WORDS]
    return "-".join(words) or "card"


def free(wanted: str, taken: Collection[str]) -> str:
    """`wanted`, or with a number behind it."""
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name


def related(entries: Sequence[Entry], known: Collection[str]) -> list[Note]:
    """Take out of `related` what is not among the ids `known`; what was taken out."""
    notes = []
    for entry in entries:
        held = entry.get("related")
        if isinstance(held, list):
            notes += [Note(entry["id"], "related", str(name)) for name in held if name not in known]
            entry["related"] = [name for name in held if name in known]
            if not entry["related"]:
                del entry["related"]
    return notes


def _open(entry: Entry) -> list[Note]:
    """An open question gets an answer and a point that its answer ticks and its prompt does not."""
    entry.setdefault("answer", text(f"{REMINDER}: a good answer"))
    if "points" in entry:
        return []
    word = next((word for word in _telling(_any(entry["answer"])) if _serves(word, entry)), "")
    if not word:
        return [Note(str(entry["id"]), "no_point")]
    point = {"key": "answer", "text": text(f"{REMINDER}: {word}"), "patterns": [re.escape(word)]}
    entry["points"] = [point]
    return []


def _telling(answer: str) -> Iterator[str]:
    """Words of an answer that tell it from others, long ones first, then whole lines."""
    lines = [normalize("NFKC", line).strip() for line in answer.split("\n")]
    lines = [line for line in lines if line and not line.startswith("```")]
    found = [word for line in lines for word in (*_WORD.findall(line), *_RUN.findall(line))]
    yield from sorted(dict.fromkeys(found), key=len, reverse=True)
    yield from lines


def _serves(word: str, entry: Entry) -> bool:
    """Whether the answer says a word, not negated, and the prompt does not."""
    answer, prompt, title = (_any(entry[key]) for key in ("answer", "prompt", "title"))
    about = Text(prompt, title)
    question = OpenQuestion(
        id="", revision=1, kind=Kind.OPEN, topic="", difficulty=Difficulty.MID, asked=0,
        title=about, prompt=about, explanation=about, sources=(), answer=Text(answer, answer),
        points=(Criterion("answer", about, (re.escape(word),)),),
    )  # fmt: skip
    return mark(question, answer).points[0].hit and not mark(question, prompt).points[0].hit


def _any(value: Any) -> str:
    """A text in whichever language there is."""
    if isinstance(value, dict):
        return next((str(held) for held in value.values() if held), "")
    return value if isinstance(value, str) else ""


def _short(title: str) -> str:
    line = " ".join(title.split())
    return line if len(line) <= TITLE else line[: TITLE - 3].rstrip() + "..."


def _clean(value: Any) -> Any:
    """The value without characters that a bank refuses."""
    if isinstance(value, str):
        return emit.cleaned(value)
    if isinstance(value, dict):
        return {key: _clean(held) for key, held in value.items()}
    return [_clean(held) for held in value] if isinstance(value, list | tuple) else value
