"""When an exercise is to be written again from a blank file: FSRS over its tries, as for questions.

A try begins with a start and ends with the first accepted grading after it; one that was begun anew
before it was accepted was given up. Everything is replayed from the log of starts, gradings and
hints: `due_on` for the day, `tries` and `rating_of` for how it comes about.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import NamedTuple

from quizkit.model import Attempt, VerdictKind
from quizkit.quiz.schedule import AGAIN, EASY, GOOD, HARD, due_after

MANY_REFUSED = 4  # gradings before the accepted one
SLOW, QUICK = 2.0, 0.5  # times the exercise's own minutes
AWAY = 6 * 3600.0  # who takes longer has done something else meanwhile
NO_FAULT_OF_MINE = (VerdictKind.UNSUPPORTED, VerdictKind.GRADER_FAULT)
_END = "~"  # sorts after every moment


class Hint(NamedTuple):
    """A hint that was shown; `solution` where it was the whole solution."""

    at: str
    solution: bool


class Try(NamedTuple):
    """One writing of an exercise: when it ended, and what it took.

    `refused` are the gradings that were not accepted; `seconds` is None where no start is known.
    """

    at: str
    solved: bool
    refused: int = 0
    hints: int = 0
    solution: bool = False
    seconds: float | None = None


def due_on(
    starts: Sequence[str], attempts: Sequence[Attempt], hints: Sequence[Hint], minutes: int
) -> date | None:
    """The day to write the exercise again; None while it was never solved.

    All of one exercise and framework, oldest first; `minutes` is what the exercise should take.
    """
    done = tries(starts, attempts, hints)
    if not any(tried.solved for tried in done):
        return None
    told = [(rating_of(tried, minutes), datetime.fromisoformat(tried.at)) for tried in done]
    return datetime.fromisoformat(due_after(told)).astimezone().date()


def tries(
    starts: Sequence[str], attempts: Sequence[Attempt], hints: Sequence[Hint] = ()
) -> list[Try]:
    """The tries that are over, oldest first. Grading a solved file again is none."""
    found = []
    for begin, end in pairwise(["", *starts, _END]):
        graded = [a for a in attempts if begin <= a.at < end and a.verdict not in NO_FAULT_OF_MINE]
        place = next((n for n, a in enumerate(graded) if a.verdict is VerdictKind.ACCEPTED), None)
        if place is not None:
            found.append(_solved(begin, graded[place].at, place, hints))
        elif graded and end != _END:
            found.append(Try(graded[-1].at, solved=False))
    return found


def _solved(begin: str, at: str, refused: int, hints: Sequence[Hint]) -> Try:
    shown = [hint for hint in hints if begin <= hint.at <= at]
    passed = datetime.fromisoformat(at) - datetime.fromisoformat(begin or at)
    seconds = passed.total_seconds() if begin else None
    solution = any(hint.solution for hint in shown)
    return Try(at, True, refused, len(shown), solution, seconds)


def rating_of(tried: Try, minutes: int) -> int:
    """FSRS's rating of a try.

    Again: given up, or the solution was shown. Hard: with hints, many gradings, or slowly. Easy:
    at the first grading and quickly. Good: the rest.
    """
    if not tried.solved or tried.solution:
        return AGAIN
    timed = tried.seconds is not None and tried.seconds <= AWAY
    share = (tried.seconds or 0.0) / (60.0 * minutes) if timed and minutes else 1.0
    if tried.hints or tried.refused >= MANY_REFUSED or share > SLOW:
        return HARD
    return EASY if tried.refused == 0 and share <= QUICK else GOOD
