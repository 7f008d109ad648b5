"""Markdown cards: everything of a question, readable as a page, and back without loss.

    # autograd                          the topic of the cards that follow
    ## A detached factor                begins a card: its title
    ```yaml                             optional: id, kind and whatever is no prose
    id: detach-constant
    kind: predict
    ```
    What does this print?               the prompt
    - [x] right   - [ ] wrong           instead of `kind: choice`
    ### prompt (zh)                     the other language
    ### code, ### prints                one fenced block
    ### choices.left.why                a key of the entry; items by `key`, else counted from 1
    ### explanation                     prose up to the next heading

In prose a line that begins with `#` or a backslash gets a backslash before it. A text that would
not survive (it begins or ends with a blank line, say) stands in a block fenced as `literal`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any, NamedTuple

from quizkit.authoring.cards import emit
from quizkit.authoring.cards.notes import Entry, Note, Read
from quizkit.bank.thaw import freeze
from quizkit.bank.yaml import Document
from quizkit.model import LANGS, QUESTION_TYPES, AnyQuestion, Lang, Text

STRINGS = re.compile(
    r"code|prints|verify|raises|symptom_\w+|example\.(?:code|prints)|(?:fixes|where|sources)\.\d+"
    r"|wrong\.\d+\.answer|points\.[^.]+\.patterns\.\d+"
)
"""The keys that are one string; all other sections are texts in a language."""
_OMIT = object()
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_HEADING = re.compile(r"### +([\w.-]+?)(?: +\((en|zh)\))? *")
_TASK = re.compile(r"[-*] \[([ xX])\] +(.*)")
_CHINESE = re.compile("[\u4e00-\u9fff]")
LITERAL = "literal"


class Section(NamedTuple):
    """A part of a card: the key of the entry, the language (empty: not said), the lines."""

    path: str
    lang: str
    lines: list[str]


# Writing


def write(questions: Sequence[AnyQuestion], lang: Lang | None) -> str:
    """A page of cards in bank order; `lang` None is both languages."""
    parts, topic = [], ""
    for question in questions:
        if question.topic != topic:
            topic = question.topic
            parts.append(f"# {topic}\n")
        parts.append(card(question, lang))
    return "\n".join(parts)


def card(question: AnyQuestion, lang: Lang | None) -> str:
    """One question as a card."""
    langs = LANGS if lang is None else (lang,)
    sections: list[tuple[str, str, str]] = []
    head = _split(question, "", sections, langs)
    first = {path: text for path, said, text in sections if said == langs[0]}
    title = first["title"] if _is_title(first["title"]) else question.id
    lines = [f"## {title}", "", *_fenced(emit.mapping(head), "yaml"), ""]
    if _is_prose(first["prompt"]):
        lines += [*_prose(first["prompt"]), ""]
    for path, said, text in sections:
        main = said == langs[0]
        shown = (path == "title" and title == text) or (path == "prompt" and _is_prose(text))
        if main and shown:
            continue
        lines += [f"### {path}" if main or not said else f"### {path} ({said})"]
        lines += [*(_prose(text) if said and _is_prose(text) else _block(path, said, text)), ""]
    return "\n".join(lines)


def _split(
    value: Any, path: str, sections: list[tuple[str, str, str]], langs: Sequence[Lang]
) -> Any:
    """What of a value goes into the head; its texts and blocks are added to `sections`."""
    if isinstance(value, Text):
        sections += [(path, lang, value.of(lang)) for lang in langs]
        return _OMIT
    if isinstance(value, str) and "\n" in value:
        sections.append((path, "", value))
        return _OMIT
    if is_dataclass(value) and not isinstance(value, type):
        return _record(value, path, sections, langs)
    if isinstance(value, tuple):
        texts = all(isinstance(item, str) for item in value)
        if texts and not any("\n" in item for item in value):
            return list(value)
        if texts:
            sections += [(f"{path}.{n}", "", item) for n, item in enumerate(value, 1)]
            return _OMIT
        items = [
            _split(item, f"{path}.{getattr(item, 'key', number)}", sections, langs)
            for number, item in enumerate(value, 1)
        ]
        return _OMIT if all(item is _OMIT for item in items) else items
    return freeze(value)


def _record(
    value: Any, path: str, sections: list[tuple[str, str, str]], langs: Sequence[Lang]
) -> dict[str, Any]:
    found = {}
    for field in fields(value):
        held = getattr(value, field.name)
        same = type(held) is type(field.default) and held == field.default
        if same or field.name == "topic" or (isinstance(held, Mapping | tuple) and not held):
            continue
        below = f"{path}.{field.name}" if path else field.name
        kept = _split(held, below, sections, langs)
        if kept is not _OMIT:
            found[field.name] = kept
    return found


def _is_title(text: str) -> bool:
    return bool(text) and text == text.strip() and "\n" not in text


def _is_prose(text: str) -> bool:
    """Whether a text can be read back from between two headings."""
    lines = _prose(text)
    return (
        bool(text.strip()) and text == _unprose(lines) and _closed(lines) and not _only_fence(lines)
    )


def _prose(text: str) -> list[str]:
    inside, lines = "", []
    for line in text.split("\n"):
        inside = _after(inside, line)
        lines.append(f"\\{line}" if not inside and line.startswith(("#", "\\")) else line)
    return lines


def _after(inside: str, line: str) -> str:
    """The fence that is open after a line, given the one before it."""
    found = _FENCE.fullmatch(line)
    if not found:
        return inside
    if not inside:
        return found[1]
    ends = found[1].startswith(inside) and not found[2].strip()
    return "" if ends else inside


def _closed(lines: Sequence[str]) -> bool:
    inside = ""
    for line in lines:
        inside = _after(inside, line)
    return not inside


def _block(path: str, lang: str, text: str) -> list[str]:
    if lang:
        return _fenced(text, LITERAL, exact=True)
    if text.endswith("\n"):
        return _fenced(text, "python" if path.endswith(("code", "verify")) else "output")
    return _fenced(text, "text", exact=True)


def _fenced(text: str, info: str, exact: bool = False) -> list[str]:
    longest = max(map(len, re.findall(r"`{3,}", text)), default=2)
    mark = "`" * (longest + 1)
    return [mark + info, *(text if exact else text.removesuffix("\n")).split("\n"), mark]


# Reading


def read(text: str, topic: str = "") -> Read:
    """The cards of a page; `topic` is that of cards before the first `# topic`."""
    found = Read()
    for title, about, lines in _cards(text.split("\n"), topic):
        sections = _sections(lines)
        try:
            entry = _entry(title, sections, found.notes)
        except _Bad as bad:
            found.notes.append(Note(title, bad.code, bad.what))
            continue
        found.entries.append({"topic": about, **entry})
    return found


class _Bad(Exception):
    """A card that cannot be read."""

    def __init__(self, code: str, what: str) -> None:
        super().__init__(code)
        self.code, self.what = code, what


def _cards(lines: Sequence[str], topic: str) -> Iterator[tuple[str, str, list[str]]]:
    """(title, topic, lines) of each card."""
    title, held, inside = "", [], ""
    for line in [*lines, "## "]:
        fenced, inside = bool(inside), _after(inside, line)
        if fenced or not line.startswith(("# ", "## ")):
            held.append(line)
            continue
        if title:
            yield title, topic, held
        title, held = line[3:].strip() if line.startswith("## ") else "", []
        if line.startswith("# "):
            topic = line[2:].strip()


def _sections(lines: Sequence[str]) -> list[Section]:
    found, inside = [Section("", "", [])], ""
    for line in lines:
        fenced, inside = bool(inside), _after(inside, line)
        heading = None if fenced else _HEADING.fullmatch(line)
        if heading:
            found.append(Section(heading[1], heading[2] or "", []))
        else:
            found[-1].lines.append(line)
    return found


def _entry(title: str, sections: Sequence[Section], notes: list[Note]) -> Entry:
    first, *others = sections
    head, body = _head(_trimmed(first.lines))
    texts = [*others]
    if not any(section.path == "title" and not section.lang for section in others):
        texts.insert(0, Section("title", "", [title]))
    tasks = [found for line in body if (found := _TASK.fullmatch(line))]
    if tasks and "choices" not in head:
        body = [line for line in body if not _TASK.fullmatch(line)]
        head |= _choices(tasks, body)
    if _trimmed(body):
        texts.insert(0, Section("prompt", "", body))
    both = {section.path for section in texts if section.lang}
    for section in texts:
        if section.path.partition(".")[0] not in _known():
            notes.append(Note(title, "bad_section", section.path))
            continue
        _set(head, section, both, title, notes)
    return head


def _known() -> set[str]:
    """The keys that an entry of some kind has."""
    return {field.name for cls in QUESTION_TYPES.values() for field in fields(cls)}


def _head(lines: list[str]) -> tuple[Entry, list[str]]:
    """The YAML block that a card begins with, and the lines behind it."""
    block = _only_fence(lines, whole=False)
    if not lines or block is None or block[0] != "yaml":
        return {}, lines
    document = Document("yaml", "\n".join(block[1]) + "\n")
    if not isinstance(document.value, dict) or document.faults:
        what = document.faults[0].text("en") if document.faults else "no mapping"
        raise _Bad("bad_head", what)
    return document.value, lines[len(block[1]) + 2 :]


def _choices(tasks: Sequence[re.Match[str]], body: Sequence[str]) -> Entry:
    lang = _language("\n".join([*body, *(task[2] for task in tasks)]))
    choices = [
        {"key": f"choice-{number}", "text": {lang: task[2]}, "correct": task[1] != " "}
        for number, task in enumerate(tasks, 1)
    ]
    several = sum(bool(choice["correct"]) for choice in choices) > 1
    return {"kind": "choice", "select": "several" if several else "one", "choices": choices}


def _set(head: Entry, section: Section, both: set[str], title: str, notes: list[Note]) -> None:
    """Put a section where its path says."""
    *above, last = section.path.split(".")
    place: Any = head
    try:
        for key, following in zip(above, [*above[1:], last], strict=False):
            place = _below(place, key, [] if following.isdecimal() else {})
        if STRINGS.fullmatch(section.path):
            _put(place, last, _string(section.lines))
            return
        text = _text(section.lines)
        lang = section.lang or ("en" if section.path in both else _language(text))
        _below(place, last, {})[lang] = text
    except (TypeError, AttributeError, IndexError, KeyError):
        notes.append(Note(title, "bad_section", section.path))


def _below(place: Any, key: str, empty: Any) -> Any:
    """What `key` means in a mapping or list: an item's `key`, or its number; made where missing."""
    if isinstance(place, dict):
        return place.setdefault(key, empty)
    for item in place:
        if isinstance(item, dict) and item.get("key") == key:
            return item
    while len(place) < int(key):
        place.append({} if isinstance(empty, dict) else [])
    return place[int(key) - 1]


def _put(place: Any, key: str, value: str) -> None:
    if isinstance(place, dict):
        place[key] = value
    elif int(key) == len(place) + 1:
        place.append(value)
    else:
        raise IndexError(key)


def _string(lines: Sequence[str]) -> str:
    block = _only_fence(_trimmed(lines))
    if block is None:
        return "\n".join(_trimmed(lines))
    return "\n".join(block[1]) + ("" if block[0] == "text" else "\n")


def _text(lines: Sequence[str]) -> str:
    block = _only_fence(_trimmed(lines))
    if block is not None and block[0] == LITERAL:
        return "\n".join(block[1])
    return _unprose(_trimmed(lines))


def _unprose(lines: Sequence[str]) -> str:
    inside, texts = "", []
    for line in lines:
        inside = _after(inside, line)
        texts.append(line[1:] if not inside and line.startswith(("\\#", "\\\\")) else line)
    return "\n".join(_trimmed(texts))


def _only_fence(lines: Sequence[str], whole: bool = True) -> tuple[str, list[str]] | None:
    """(info, lines) of the fenced block that these lines are, or (not `whole`) begin with."""
    opening = _FENCE.fullmatch(lines[0]) if lines else None
    if not opening:
        return None
    inside = opening[1]
    for number, line in enumerate(lines[1:], 1):
        if not _after(inside, line):
            ends = number == len(lines) - 1 or not whole
            return (opening[2].strip(), list(lines[1:number])) if ends else None
    return None


def _trimmed(lines: Sequence[str]) -> list[str]:
    """Without blank lines at either end."""
    kept = [number for number, line in enumerate(lines) if line.strip()]
    return list(lines[kept[0] : kept[-1] + 1]) if kept else []


def _language(text: str) -> str:
    return "zh" if _CHINESE.search(text) else "en"
