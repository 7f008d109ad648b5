"""Known-wrong solutions asked what the learner was asked, confined like any submission."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from quizkit.grading.diagnosis.stage import Stage
from quizkit.grading.requests import Asked, RequestLog
from quizkit.model import Exercise, Framework
from quizkit.sandbox.failures import Failure

STEPS_AFTER = 5  # further losses that must agree once a run has parted from the reference


@dataclass(frozen=True, slots=True)
class Candidate:
    """A known-wrong solution: its name, the mistake's id, the check that rejects it, its file."""

    name: str
    misconception: str
    check: str
    file: Path


def candidates(exercise: Exercise, framework: Framework) -> list[Candidate]:
    """Those of the exercise's wrong solutions that are written in `framework`."""
    return [
        Candidate(
            wrong.name,
            wrong.misconception,
            wrong.check[framework],
            Path(exercise.folder) / "wrong" / f"{wrong.name}_{framework}.py",
        )
        for wrong in exercise.wrong
        if framework in wrong.check
    ]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be asked again: the requests that count, and how many steps of a training do."""

    log: RequestLog
    numbers: frozenset[int]
    steps: dict[int, int]

    def lived(self, life: int) -> list[int]:
        """Everything that was asked of one process, up to the last request that counts."""
        lives = [asked.life for asked in self.log.entries]
        last = max(number for number in self.numbers if lives[number] == life)
        return [number for number in range(last + 1) if lives[number] == life]

    def lives(self) -> list[int]:
        """The processes that answered a request that counts."""
        return sorted({self.log.entries[number].life for number in self.numbers} - {0})

    def complete(self) -> bool:
        """Whether nothing was asked in between that does not count."""
        return all(self.numbers.issuperset(self.lived(life)) for life in self.lives())


Played = tuple[bytes, float]
"""A candidate's source, and the seconds that it may take."""
Promising = Callable[[int, Asked], bool]
"""Whether after this answer, of this number, the candidate can still match."""


def replay(
    stage: Stage, candidate: Played, wanted: Wanted, promising: Promising, whole: bool = False
) -> dict[int, Asked]:
    """A candidate's answers to the requests that count; those it did not get to are left out, and
    so are all after one that is not `promising`.

    It is loaded anew for each process of the learner's that answered one of them. With `whole`
    such a process is lived again from its start: earlier requests may have left something behind
    in the module.
    """
    answers: dict[int, Asked] = {}
    for life in wanted.lives():
        stage.enter(*candidate)
        for number in wanted.lived(life):
            if not whole and number not in wanted.numbers:
                continue
            request = wanted.log.entries[number]
            answers[number] = _asked_again(stage, request, wanted.steps.get(number))
            ended = answers[number].failure
            if number in wanted.numbers and not promising(number, answers[number]):
                return _counted(answers, wanted)
            if ended is not None and ended.kind != "rejected":
                break
    return _counted(answers, wanted)


def _counted(answers: dict[int, Asked], wanted: Wanted) -> dict[int, Asked]:
    return {number: answer for number, answer in answers.items() if number in wanted.numbers}


def _asked_again(stage: Stage, request: Asked, steps: int | None) -> Asked:
    """The answer to one request; of a training only the first steps are asked for."""
    fields = dict(request.fields)
    if steps is not None:
        fields["batches"] = fields["batches"][:steps]
    try:
        return replace(request, reply=stage.ask(request.verb, **fields), failure=None)
    except Failure as failure:
        return replace(request, reply={}, failure=failure)
