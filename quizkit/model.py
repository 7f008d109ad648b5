"""What flows between the parts of quizkit: frozen dataclasses and enums, standard library only.

Bank (Topic, Question of five kinds, Exercise)  ->  Submission  ->  Verdict (CheckResult)
    ->  Attempt, Review (stored)  ->  Progress (derived)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

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


@dataclass(frozen=True, slots=True)
class Example:
    """Code that runs, and what it printed when it was last run."""

    code: str
    prints: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What every question has. `asked`: in how many of ten published lists the topic occurs."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """A coding exercise; `folder` is where its files are."""

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
    folder: str = ""


class Outcome(StrEnum):
    """How one check ended."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_CHECKED = "not_checked"


class VerdictKind(StrEnum):
    """How a grading ended; the order is that of the contract."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    INVALID = "invalid"
    ERROR = "error"
    EXITED = "exited"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    CRASHED = "crashed"
    PROTOCOL = "protocol"
    UNSUPPORTED = "unsupported"
    GRADER_FAULT = "grader_fault"


@dataclass(frozen=True, slots=True)
class Submission:
    """What is graded: the source as it was read, once, and where it came from."""

    exercise: str
    framework: Framework
    file: str
    source: bytes
    digest: str

    @classmethod
    def of(cls, exercise: str, framework: Framework, file: str, source: bytes) -> Submission:
        """The submission of these bytes, with their digest."""
        import hashlib

        digest = "sha256:" + hashlib.sha256(source).hexdigest()
        return cls(exercise, framework, file, source, digest)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The outcome of one check. `code` and `measured` word the message in either language."""

    id: str
    group: str
    title: Text
    outcome: Outcome
    code: str | None = None
    measured: Mapping[str, Any] = field(default_factory=dict)
    misconception: str | None = None
    weight: float = 1.0
    verdict: VerdictKind | None = None
    """For a failed check: what the whole verdict becomes if this is the first that failed."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The whole result of grading one submission with one seed (contract.md, quizkit.verdict/1)."""

    exercise: str
    framework: Framework
    file: str
    digest: str
    verdict: VerdictKind
    seed: int
    duration_s: float
    python: str
    isolation: tuple[str, ...]
    checks: tuple[CheckResult, ...]
    output: str = ""
    code: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def score(self) -> float:
        """The weight of the passed checks over all weights; 0 where nothing was checked."""
        total = sum(check.weight for check in self.checks)
        won = sum(check.weight for check in self.checks if check.outcome is Outcome.PASSED)
        return won / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Attempt:
    """A grading as it is stored."""

    at: str
    exercise: str
    framework: Framework
    file: str
    digest: str
    verdict: VerdictKind
    seed: int
    score: float
    duration_s: float
    failed: tuple[str, ...]
    revision: int = 1


@dataclass(frozen=True, slots=True)
class Review:
    """One answer to one question as it is stored. `rating`: 1 again, 2 hard, 3 good, 4 easy."""

    at: str
    question: str
    revision: int
    kind: Kind
    answer: str
    correct: bool
    score: float
    rating: int
    variant: int
    seconds: float
    due: str
