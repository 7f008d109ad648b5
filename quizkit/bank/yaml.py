"""Strict YAML: the values of the YAML 1.2 core schema, and none of its surprises.

`read(path, name)` gives a `Document`: `.value`, `.faults`, and on demand the line of every key.
Refused: duplicate keys, keys that are not text, anchors, aliases and tags, a second document,
control characters, more than MAX_BYTES, deeper nesting than MAX_DEPTH, anything but UTF-8.
The scanner is libyaml's where it is there; values are made here from its events.
"""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from yaml import events

from quizkit.bank.faults import Fault, fault, shown

MAX_BYTES = 2_000_000
MAX_DEPTH = 40
KeyPath = tuple[str | int, ...]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL = {
    spelling: word == "true"
    for word in ("true", "false")
    for spelling in (word, word.title(), word.upper())
}
_INT = re.compile(r"[-+]?[0-9]+")
_BASED_INT = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_SPECIAL_FLOAT = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters but tab and line feed, and marks that turn the direction of writing."""


class _Stop(Exception):
    """The file cannot be read any further."""

    def __init__(self, found: Fault) -> None:
        super().__init__(found.code)
        self.fault = found


class Document:
    """One YAML file: what it says, what is wrong with its YAML, and where each key stands.

    `value` may be looked at where `readable`, that is, where nothing worse than a key given twice
    was found.
    """

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        reader = _Reader(name, text)
        self.value = reader.document()
        self.faults = reader.faults
        self.readable = not reader.stopped

    @cached_property
    def lines(self) -> dict[KeyPath, int]:
        """The line of every key and list item, by path; read anew when first asked for."""
        lines: dict[KeyPath, int] = {}
        _Reader(self.name, self.text, lines).document()
        return lines

    def line(self, path: KeyPath) -> int:
        """The line of `path`, or of the nearest thing around it that is there."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read(path: Path, name: str) -> Document | Fault:
    """The document in `path`, called `name` in faults; a fault if it is no readable UTF-8 text."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        return fault("unreadable", name, got=shown(error.strerror or error))
    if len(raw) > MAX_BYTES:
        return fault("too_big", name, limit=MAX_BYTES // 1_000_000, got=path.stat().st_size)
    try:
        return Document(name, raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return fault("not_utf8", name, line, got=f"0x{raw[error.start]:02x}")


class _Reader:
    """Builds the value of one document from the scanner's events."""

    def __init__(self, name: str, text: str, lines: dict[KeyPath, int] | None = None) -> None:
        self.name = name
        self.text = text
        self.lines = lines
        self.faults: list[Fault] = []
        self.stopped = False

    def document(self) -> object:
        """The value; None, with a fault noted, where reading had to stop."""
        try:
            loader = _LOADER(self.text)
            try:
                self.next = loader.get_event
                return self._only_document()
            except RecursionError:
                raise self._stop("too_deep", None, deepest=MAX_DEPTH) from None
            finally:
                loader.dispose()
        except yaml.YAMLError as error:
            self.faults.append(self._syntax(error))
        except _Stop as stop:
            self.faults.append(stop.fault)
        self.stopped = True
        return None

    def _only_document(self) -> object:
        self.next()
        if isinstance(self.next(), events.StreamEndEvent):
            return None
        value = self._value(self.next(), ())
        self.next()
        after = self.next()
        if not isinstance(after, events.StreamEndEvent):
            raise self._stop("second_document", after)
        return value

    def _value(self, event: Any, path: KeyPath) -> object:
        kind = type(event)
        if kind is events.AliasEvent or event.anchor is not None:
            mark = "*" if kind is events.AliasEvent else "&"
            raise self._stop("anchor", event, got=shown(mark + event.anchor))
        if event.tag is not None:
            raise self._stop("tag", event, got=shown(event.tag))
        if kind is events.ScalarEvent:
            return self._scalar(event)
        if len(path) >= MAX_DEPTH:
            raise self._stop("too_deep", event, deepest=MAX_DEPTH)
        return self._list(path) if kind is events.SequenceStartEvent else self._mapping(path)

    def _list(self, path: KeyPath) -> list[object]:
        items: list[object] = []
        while type(event := self.next()) is not events.SequenceEndEvent:
            here = (*path, len(items))
            self._note(here, event)
            items.append(self._value(event, here))
        return items

    def _mapping(self, path: KeyPath) -> dict[str, object]:
        found: dict[str, object] = {}
        while type(event := self.next()) is not events.MappingEndEvent:
            key = self._key(event)
            if key in found:
                line = event.start_mark.line + 1
                self.faults.append(fault("duplicate_key", self.name, line, key, got=shown(key)))
            here = (*path, key)
            self._note(here, event)
            found[key] = self._value(self.next(), here)
        return found

    def _key(self, event: Any) -> str:
        key = self._value(event, ()) if type(event) is events.ScalarEvent else "[...]"
        if isinstance(key, str) and type(event) is events.ScalarEvent:
            return key
        raise self._stop("key_type", event, got=shown(getattr(event, "value", key)))

    def _note(self, path: KeyPath, event: Any) -> None:
        if self.lines is not None:
            self.lines.setdefault(path, event.start_mark.line + 1)

    def _scalar(self, event: Any) -> object:
        text: str = event.value
        if hidden := _HIDDEN.search(text):
            raise self._stop("hidden_character", event, got=f"U+{ord(hidden[0]):04X}")
        return plain(text) if event.implicit[0] else text

    def _stop(self, code: str, event: Any, **params: object) -> _Stop:
        line = event.start_mark.line + 1 if event is not None else None
        return _Stop(fault(code, self.name, line, "", **params))

    def _syntax(self, error: yaml.YAMLError) -> Fault:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or error
        if "nesting depth" in str(problem):  # libyaml's own limit, in PyYAML 6.0.4 and later
            return fault("too_deep", self.name, mark.line + 1 if mark else None, deepest=MAX_DEPTH)
        position = getattr(error, "position", None)
        if position is not None and not mark:
            line = self.text.encode()[:position].count(b"\n") + 1
            return fault("yaml_syntax", self.name, line, "", got=shown(problem))
        return fault("yaml_syntax", self.name, mark.line + 1 if mark else None, got=shown(problem))


def plain(text: str) -> object:
    """What a word without quotes means in the YAML 1.2 core schema."""
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    if text[0] not in "+-.0123456789":
        return text
    if _INT.fullmatch(text):
        return int(text) if len(text) <= 300 else text
    if _BASED_INT.fullmatch(text):
        return int(text, 0) if len(text) <= 300 else text
    if _FLOAT.fullmatch(text):
        return float(text)
    return float(text.replace(".", "", 1)) if _SPECIAL_FLOAT.fullmatch(text) else text
