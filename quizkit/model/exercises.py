"""A bank's coding exercises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from quizkit.model.common import Difficulty, Framework, Text
from quizkit.model.record import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child may use. Seconds are wall clock for a whole group of checks."""

    seconds: float = 10.0
    memory_mb: int = 512
    output_kb: int = 64


@dataclass(frozen=True, slots=True)
class Misconception:
    """A mistake that has a name: what it is, and a hint aimed at it."""

    id: str
    title: Text
    hint: Text


@dataclass(frozen=True, slots=True)
class WrongSolution:
    """A known-wrong solution `wrong/<name>_<framework>.py` and the check that must reject it."""

    name: str
    misconception: str
    mistake: Text
    check: Mapping[Framework, str]


@dataclass(frozen=True, slots=True)
class EquivalentMutant:
    """A change to a solution that no grader can see, and why: it computes the same.

    `line` is the line of `solution_<framework>.py` as `bank check` shows it, `becomes` the changed
    one; `nth` counts where the same change is possible several times.
    """

    framework: Framework
    line: str
    becomes: str
    reason: str
    nth: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """A coding exercise; `folder` is where its files are. A draft is not offered to learners."""

    id: str
    revision: int
    title: Text
    topic: str
    difficulty: Difficulty
    asked: int
    minutes: int
    frameworks: tuple[Framework, ...]
    entries: tuple[str, ...]
    groups: tuple[str, ...]
    hints: tuple[Text, ...]
    explanation: Text
    follow_ups: tuple[Text, ...]
    sources: tuple[str, ...]
    misconceptions: tuple[Misconception, ...]
    wrong: tuple[WrongSolution, ...]
    limits: Limits = Limits()
    weights: Mapping[str, float] = field(default_factory=dict)
    data: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    verified: Mapping[str, str] = field(default_factory=dict)
    equivalent: tuple[EquivalentMutant, ...] = ()
    draft: bool = False
    folder: str = ""

    @property
    def grader(self) -> str:
        """The name of the file with its hidden checks; that of a bank is not part of it."""
        slug = self.folder.replace("\\", "/").rpartition("/")[2]
        return f"test_{slug.replace('-', '_')}.py"
