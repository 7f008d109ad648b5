"""The learner's speed beside the reference's: told to the learner, never judged.

Both did the same work anyway; nothing is asked for the sake of the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import TypeVar

from quizkit.grading.learner import Lap, Learner

Want = TypeVar("Want")
Got = TypeVar("Got")


def beside(
    learner: Learner, unit: str, right: Callable[[], Want], mine: Callable[[], Got], count: int = 1
) -> tuple[Want, Got]:
    """What the reference and then the learner give for `count` times the same work."""
    want, reference = timed(right)
    before = learner.spent
    got = mine()
    learner.laps.append(Lap(unit, learner.spent - before, reference, count))
    return want, got


def timed(compute: Callable[[], Want]) -> tuple[Want, float]:
    """What `compute` gives, and its seconds."""
    begun = perf_counter()
    return compute(), perf_counter() - begun


def figures(laps: Sequence[Lap]) -> dict[str, list[float]]:
    """Milliseconds per `step`, `case` or `backward`: the learner's and the reference's."""
    found = {}
    for unit in dict.fromkeys(lap.unit for lap in laps):
        mine, theirs, count = 0.0, 0.0, 0
        for lap in laps:
            if lap.unit == unit:
                mine, theirs, count = mine + lap.mine, theirs + lap.theirs, count + lap.count
        found[unit] = [round(1000 * mine / count, 4), round(1000 * theirs / count, 4)]
    return found
