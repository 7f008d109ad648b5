"""Words that every part uses: languages, texts, and the enums of the bank."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from quizkit.model.record import dataclass

Lang = Literal["en", "zh"]
LANGS: tuple[Lang, ...] = ("en", "zh")


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages."""

    en: str
    zh: str

    def of(self, lang: Lang) -> str:
        """The text in `lang`."""
        return self.zh if lang == "zh" else self.en


class Difficulty(StrEnum):
    """Who must know this: a junior; someone with practice; a senior."""

    JUNIOR = "junior"
    MID = "mid"
    SENIOR = "senior"


class Framework(StrEnum):
    """What a coding exercise is solved in."""

    NUMPY = "numpy"
    TORCH = "torch"


class Kind(StrEnum):
    """The kinds of question."""

    CHOICE = "choice"
    NUMERIC = "numeric"
    PREDICT = "predict"
    FIND_BUG = "find_bug"
    OPEN = "open"


class RunsOn(StrEnum):
    """What a question's code needs to run: the standard library, NumPy, or PyTorch."""

    PYTHON = "python"
    NUMPY = "numpy"
    TORCH = "torch"


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of the bank. `field` is one of graph, training, vision, language."""

    id: str
    title: Text
    field: Literal["graph", "training", "vision", "language"]
    aliases: tuple[str, ...] = ()
