"""What the store keeps beside attempts and reviews: files begun, and remarks about questions."""

from __future__ import annotations

from quizkit.model import Framework
from quizkit.model.record import dataclass


@dataclass(frozen=True, slots=True)
class Started:
    """A file that `start` wrote, and the minutes on its clock, if one was set."""

    at: str
    exercise: str
    framework: Framework
    file: str
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What a learner wrote about a question; `kind`: wrong (a mistake in it), or follow_up."""

    at: str
    kind: str
    question: str
    revision: int
    variant: int
    text: str
