"""What a reader gives, and what is said about things that a format cannot hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

Entry = dict[str, Any]
"""A question as it stands in YAML, with its `topic`; keys may be missing."""


class Note(NamedTuple):
    """Something that was not carried: the card, a code of `quizkit.texts.cards`, what it was."""

    card: str
    code: str
    what: str = ""


@dataclass
class Read:
    """What a file of cards holds."""

    entries: list[Entry] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
