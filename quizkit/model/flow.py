"""What flows from a submission to the store: Submission, Verdict, Diagnosis, Attempt, Review,
Last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from quizkit.model.common import Framework, Kind, Text
from quizkit.model.exercises import Limits
from quizkit.model.record import dataclass


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


KNOWN_MISTAKE = "known_mistake"
UNDIAGNOSED = "undiagnosed"
NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Why some checks failed.

    Either a mistake with a name (`code` is KNOWN_MISTAKE, `misconception` its id; `title` and
    `mistake` come from the exercise), or what the error looks like: a code of the catalogue
    `diagnosis` with its parameters. UNDIAGNOSED says that finding out failed.
    """

    code: str
    checks: tuple[str, ...]
    params: Mapping[str, Any] = field(default_factory=dict)
    misconception: str | None = None
    title: Text = NOTHING
    mistake: Text = NOTHING


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
    limits: Limits | None = None
    """What each group of checks was allowed; None in verdicts made without a grader."""
    diagnosis: tuple[Diagnosis, ...] = ()
    backend: str = ""
    """What ran the submission, with its version: `quizgrad 0.1.0` in PyTorch's place."""

    @property
    def standin(self) -> bool:
        """Whether quizgrad took PyTorch's place."""
        return self.backend.startswith("quizgrad ")

    @property
    def score(self) -> float:
        """The weight of the passed checks over all weights; 0 where nothing was checked."""
        total = sum(check.weight for check in self.checks)
        won = sum(check.weight for check in self.checks if check.outcome is Outcome.PASSED)
        return won / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Request:
    """What a learner's code is asked: a verb and its fields, arrays as `{"array": name}`."""

    verb: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FailingCall:
    """The call at which a check failed: the requests up to it, the last one being the call.

    `archive` is an `.npz` in hexadecimal with the arrays; `step` is where losses parted, from 1, or
    0; `harness` is the exercise's glue, if it has some.
    """

    check: str
    requests: tuple[Request, ...]
    archive: str
    step: int = 0
    harness: str = ""


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


class Last(NamedTuple):
    """The last answer to a question, as far as schedules need it. Cheap: there are many."""

    at: str
    due: str
    correct: bool


class Answered(Protocol):
    """What a Last and a Review have in common."""

    @property
    def at(self) -> str: ...
    @property
    def due(self) -> str: ...
    @property
    def correct(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Review:
    """One answer to one question as it is stored. `rating`: 1 again, 2 hard, 3 good, 4 easy.

    `found` are the key points that the program saw in an open answer (or `fix` for a proven fix),
    `confirmed` those that the learner says are there; None where nobody was asked.
    """

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
    found: tuple[str, ...] = ()
    confirmed: tuple[str, ...] | None = None
