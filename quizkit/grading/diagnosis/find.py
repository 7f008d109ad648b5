"""From a run whose checks failed to its diagnosis: known mistakes, and what errors look like."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from quizkit.grading.diagnosis.evidence import Look, Match, look, match
from quizkit.grading.diagnosis.naming import Ask, Budget, Named, known_mistakes
from quizkit.grading.diagnosis.replay import Candidate, Wanted, replay
from quizkit.grading.diagnosis.structure import observations
from quizkit.grading.learner import Learner
from quizkit.grading.plugin import Run
from quizkit.grading.requests import RequestLog
from quizkit.model import KNOWN_MISTAKE, CheckResult, Diagnosis
from quizkit.sandbox.host import SandboxFault

SHARE = 0.8  # of the time that the grading itself took
SECONDS = 0.5  # or this, where that is more: a command that grades costs as much beside
URGENT_SECONDS = 10.0  # for the few that a failed check is known to reject, on a slow machine
SHORTEST = 0.2  # that a candidate gets, once it is asked


OpenTwin = Callable[[bytes, float], Learner]
"""A learner of a known-wrong source that may take so many seconds."""


def diagnose(
    run: Run, pool: Sequence[Candidate], open_twin: OpenTwin, seconds: float
) -> tuple[Diagnosis, ...]:
    """Why checks of `run` failed. `seconds` is what the grading itself took."""
    looks = [found for suspect in run.suspects if (found := look(suspect)) is not None]
    budget = Budget(max(SHARE * seconds, SECONDS), URGENT_SECONDS)
    named: list[Named] = []
    if pool and looks:
        groups = {result.id: result.group for result in run.results}
        fitting = [candidate for candidate in pool if candidate.check in groups]
        checks = [found.check for found in looks]
        named = known_mistakes(checks, fitting, groups, asking(looks, open_twin, budget), budget)
    mistakes = (
        Diagnosis(KNOWN_MISTAKE, one.checks, {"solutions": list(one.solutions)}, one.misconception)
        for one in named
    )
    return (*mistakes, *observations(looks, lambda: budget.left(urgent=True) > 0))


def asking(looks: Sequence[Look], open_twin: OpenTwin, budget: Budget) -> Ask:
    """How a candidate is asked: in fresh processes, within what time is left."""

    def ask(candidate: Candidate, checks: Sequence[str], whole: bool) -> dict[str, Match]:
        chosen = [found for found in looks if found.check in checks]
        matches: dict[str, Match] = {}
        try:
            source = candidate.file.read_bytes()
            open_one = partial(open_twin, source, max(budget.left(urgent=True), SHORTEST))
            for log in _logs(chosen):
                about = [found for found in chosen if found.suspect.log is log]
                asked = wanted(log, about)
                if whole and asked.complete():
                    continue  # nothing was asked before that does not count: it would be the same
                answers = replay(open_one, asked, whole)
                matches |= {found.check: match(found, answers) for found in about}
        except (SandboxFault, OSError):
            return matches  # the verdict stands without a name for the mistake
        return matches

    return ask


def _logs(looks: Sequence[Look]) -> list[RequestLog]:
    return list({id(found.suspect.log): found.suspect.log for found in looks}.values())


def wanted(log: RequestLog, looks: Sequence[Look]) -> Wanted:
    """What has to be asked for some checks of one group; of a training, as much as any needs."""
    numbers = frozenset(number for found in looks for number in found.numbers)
    steps: dict[int, int] = {}
    for number in numbers:
        needed = [found.steps.get(number) for found in looks if number in found.numbers]
        if needed and all(count is not None for count in needed):
            steps[number] = max(count for count in needed if count is not None)
    return Wanted(log, numbers, steps)


def attributed(
    results: Sequence[CheckResult], diagnosis: Sequence[Diagnosis]
) -> tuple[CheckResult, ...]:
    """The results, each with the mistake that explains it."""
    names = {
        check: found.misconception
        for found in diagnosis
        if found.misconception
        for check in found.checks
    }
    return tuple(replace(result, misconception=names.get(result.id)) for result in results)
