"""What surrounds a verdict: what had been before it, and what an accepted exercise leads to."""

from __future__ import annotations

from datetime import date

from quizkit.model.common import Text
from quizkit.model.flow import Outcome, Verdict
from quizkit.model.record import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """A check that ended otherwise than the last time."""

    id: str
    title: Text
    before: Outcome
    now: Outcome


@dataclass(frozen=True, slots=True)
class Past:
    """What the record says about this exercise and framework at the time of a grading."""

    attempt: int | None = None
    """The number of this attempt; None where it is not recorded."""
    compared: bool = False
    """Whether there is an earlier grading that `changes` compares with."""
    previous: int = 0
    """The number of that attempt; 0 where it was not recorded."""
    changes: tuple[Change, ...] = ()
    hints: int = 0
    seconds: float | None = None
    """From `start` until now, or until it was first accepted; None where it was not started."""
    minutes: int | None = None
    """The minutes that `start --minutes` gave."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """What comes after an accepted exercise."""

    minutes: int
    """The exercise's own target."""
    questions: tuple[Text, ...]
    """What an interviewer asks next."""
    solved: int
    total: int
    places: int | None = None
    """In how many places the reference solution differs in meaning; None where not compared."""
    again: date | None = None
    next: str = ""
    """The exercise to do next; empty where all are solved."""
    next_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Graded:
    """One submission graded: a verdict for each seed that was run, and what surrounds the last."""

    verdicts: tuple[Verdict, ...]
    past: Past | None = None
    ahead: Ahead | None = None

    @property
    def verdict(self) -> Verdict:
        """The verdict that counts: that of the last seed."""
        return self.verdicts[-1]

    @property
    def seeds(self) -> tuple[int, ...]:
        """The seeds that were run."""
        return tuple(verdict.seed for verdict in self.verdicts)
