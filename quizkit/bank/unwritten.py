"""What is still to be written in a question: reminders (TODO: ...), a language that is missing.

`unwritten(question)` finds the reminders, which only a draft may hold; `left(question)` names what
an author has yet to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from quizkit.model import LANGS, Question, Text

REMINDER = "TODO"
KeyPath = tuple[str | int, ...]
_CHINESE = re.compile("[\u4e00-\u9fff]")
_WORDS = re.compile(r"[A-Za-z]{3,} +[A-Za-z]{2,}")


def unwritten(question: Question) -> Iterator[tuple[KeyPath, str]]:
    """The texts that begin with a reminder, and where they stand."""
    for path, value in _walk(question, ()):
        if isinstance(value, str) and value.lstrip().startswith(REMINDER):
            yield path, value


def left(question: Question) -> list[str]:
    """The keys that still hold a reminder or are in one language only, such as `prompt.zh`."""
    found = [path for path, _ in unwritten(question)]
    for path, value in _walk(question, ()):
        if isinstance(value, Text) and value.en == value.zh:
            if _CHINESE.search(value.en):
                found.append((*path, "en"))
            elif _WORDS.search(value.zh):
                found.append((*path, "zh"))
    whole = [path[:-1] for path in found if {(*path[:-1], lang) for lang in LANGS} <= set(found)]
    named = (path[:-1] if path[:-1] in whole else path for path in found)
    return list(dict.fromkeys(map(_spelled, named)))


def _walk(value: object, path: KeyPath) -> Iterator[tuple[KeyPath, object]]:
    """Everything in a record with its path, from the outside in."""
    yield path, value
    if is_dataclass(value):
        for field in fields(value):
            yield from _walk(getattr(value, field.name), (*path, field.name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _walk(item, (*path, index))


def _spelled(path: KeyPath) -> str:
    """`choices[0].why.en` of ("choices", 0, "why", "en")."""
    parts = (f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)
    return "".join(parts).lstrip(".")
