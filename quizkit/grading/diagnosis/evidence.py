"""What a failed check stands on: the answers it looked at, and how well others equal them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

import numpy as np

from quizkit.grading.checks import CheckFailure, Evidence
from quizkit.grading.diagnosis.compare import Path, part, path_to, same, same_answer
from quizkit.grading.diagnosis.replay import STEPS_AFTER
from quizkit.grading.plugin import Suspect
from quizkit.grading.requests import Asked

REPLAYED = frozenset({"error", "rejected"})  # what a process survives, or dies of in its own code


class Match(IntEnum):
    """How well answers equal the learner's: not, in the array that was judged, in everything."""

    NONE = 0
    FOCUS = 1
    WHOLE = 2


@dataclass(frozen=True, slots=True)
class Look:
    """A failed check, the requests that count for it, and where in which answer it looked."""

    suspect: Suspect
    numbers: tuple[int, ...]
    focus: tuple[int, Path] | None
    steps: dict[int, int]

    @property
    def check(self) -> str:
        """The check's id."""
        return self.suspect.check

    @property
    def evidence(self) -> Evidence | None:
        """What was compared, where something was."""
        failure = self.suspect.failure
        return failure.evidence if isinstance(failure, CheckFailure) else None

    def asked(self, number: int) -> Asked:
        """The request `number` with the learner's answer, a training as far as it counts."""
        return _trimmed(self.suspect.log.entries[number], self.steps.get(number))


def look(suspect: Suspect) -> Look | None:
    """What a replay has to ask for this check; None where that could tell nothing."""
    entries, used = suspect.log.entries, suspect.used
    used = tuple(number for number in used if entries[number].life)
    failure = suspect.failure
    if not used or not (isinstance(failure, CheckFailure) or failure.kind in REPLAYED):
        return None
    if not isinstance(failure, CheckFailure) or failure.evidence is None:
        return Look(suspect, used, None, {})
    for number in reversed(used):
        path = path_to(entries[number].reply, failure.evidence.got)
        if path is not None:
            counted = tuple(n for n in used if n <= number)
            return Look(suspect, counted, (number, path), _steps(suspect, number, path))
    return Look(suspect, used, None, {})


def _steps(suspect: Suspect, number: int, path: Path) -> dict[int, int]:
    """How many steps of a training count, where its losses were looked at."""
    assert isinstance(suspect.failure, CheckFailure)
    step = suspect.failure.measured.get("step")
    if path != ("losses",) or not isinstance(step, int):
        return {}
    return {number: step + STEPS_AFTER}


def _trimmed(asked: Asked, steps: int | None) -> Asked:
    if steps is None or "losses" not in asked.reply:
        return asked
    return replace(asked, reply={**asked.reply, "losses": asked.reply["losses"][:steps]})


def match(look: Look, answers: Mapping[int, Asked]) -> Match:
    """How well `answers`, by the number of the request, equal the learner's."""
    hopes = [hope(look, n, answers[n]) for n in look.numbers if n in answers]
    best = min(hopes, default=Match.NONE)
    if best is Match.WHOLE and len(hopes) < len(look.numbers):
        best = Match.FOCUS
    seen = look.focus is not None and look.focus[0] in answers
    return best if best is Match.WHOLE or seen else Match.NONE


def hope(look: Look, number: int, answer: Asked) -> Match:
    """The best that answers can come to, by this one alone."""
    answer = _trimmed(answer, look.steps.get(number))
    if number not in look.numbers or same_answer(look.asked(number), answer):
        return Match.WHOLE
    if look.focus is None:
        return Match.NONE
    if look.focus[0] != number:
        return Match.FOCUS
    path = look.focus[1]
    mine, theirs = (part(one.reply, path) for one in (look.asked(number), answer))
    if number in look.steps:  # the losses up to the one that parted; the update may be another
        parted = look.steps[number] - STEPS_AFTER
        mine, theirs = mine[:parted], theirs[:parted] if isinstance(theirs, list) else theirs
    return Match.FOCUS if telling(mine) and same(mine, theirs) else Match.NONE


def telling(value: Any) -> bool:
    """Whether equality with `value` alone says something: it has values, and not the same few.

    Losses do if the last one is a number: that alone is as good as unique.
    """
    if isinstance(value, list):
        return bool(value) and math.isfinite(value[-1])
    if not isinstance(value, np.ndarray) or value.dtype.kind != "f":
        return False
    found = value[np.isfinite(value) & (value != 0)]
    return len(np.unique(np.round(found, 12))) >= 2
