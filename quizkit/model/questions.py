"""A bank's topics and its questions of five kinds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from quizkit.model.common import Difficulty, Kind, RunsOn, Text
from quizkit.model.record import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """Code that runs, and what it printed when it was last run."""

    code: str
    prints: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What every question has. `asked`: in how many of ten published lists the topic occurs.

    A draft is not offered to learners; it is found by its id.
    """

    id: str
    revision: int
    kind: Kind
    topic: str
    difficulty: Difficulty
    asked: int
    title: Text
    prompt: Text
    explanation: Text
    sources: tuple[str, ...]
    runs_on: RunsOn = RunsOn.PYTHON
    verified: Mapping[str, str] = field(default_factory=dict)
    missed: Text | None = None
    follow_ups: tuple[Text, ...] = ()
    related: tuple[str, ...] = ()
    example: Example | None = None
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer on offer. `key` is stable; `why` says why it is right or wrong."""

    key: str
    text: Text
    correct: bool
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceQuestion(Question):
    """Pick the right one, or, with `select: several`, all right ones. `code` is shown first."""

    select: Literal["one", "several"]
    choices: tuple[Choice, ...]
    code: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """Values a parameter may take: the list `of`, or `low` to `high` in steps of `step`."""

    of: tuple[int | float, ...] = ()
    low: int | float | None = None
    high: int | float | None = None
    step: int | float = 1


@dataclass(frozen=True, slots=True)
class Tolerance:
    """An answer is right within `abs` or within `rel` times the expected size; both 0: exactly."""

    abs: float = 0.0
    rel: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NumericQuestion(Question):
    """A number to work out. The prompt holds `{name}` for each parameter.

    `answer` and each of `where` (conditions on a variant) are expressions over the parameters;
    `verify` is code that measures the same number and leaves it in `measured`.
    `working` shows the way; `{expression}` in it is evaluated for the variant.
    """

    params: Mapping[str, Parameter]
    answer: str
    tolerance: Tolerance = Tolerance()
    unit: Text | None = None
    where: tuple[str, ...] = ()
    verify: str = ""
    working: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """A wrong answer that people give, and why it is wrong."""

    answer: str
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictQuestion(Question):
    """What does `code` print? `prints` is what a run printed; `raises` the class it ended with."""

    code: str
    prints: str
    raises: str = ""
    wrong: tuple[WrongAnswer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FindBugQuestion(Question):
    """Which line of `code` is wrong, and what should stand there?

    The `symptom_*` fields are what the broken code does: what it prints before it ends, the class
    it raises and a stable fragment of the message. Each of `fixes`, put in place of `line`, makes
    it print `prints`. `also_lines` are other lines one may rightly point at.
    """

    code: str
    line: int
    fixes: tuple[str, ...]
    prints: str
    symptom_prints: str = ""
    symptom_raises: str = ""
    symptom_message: str = ""
    also_lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Criterion:
    """A key point of an open answer, and the patterns that show it (regular expressions)."""

    key: str
    text: Text
    patterns: tuple[str, ...]
    weight: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion(Question):
    """To be answered in words. `points` is the rubric, `answer` a good answer."""

    points: tuple[Criterion, ...]
    answer: Text
    code: str = ""


AnyQuestion = ChoiceQuestion | NumericQuestion | PredictQuestion | FindBugQuestion | OpenQuestion
QUESTION_TYPES: Mapping[Kind, type[Question]] = {
    Kind.CHOICE: ChoiceQuestion,
    Kind.NUMERIC: NumericQuestion,
    Kind.PREDICT: PredictQuestion,
    Kind.FIND_BUG: FindBugQuestion,
    Kind.OPEN: OpenQuestion,
}
