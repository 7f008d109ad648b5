"""From a run whose checks failed to its diagnosis: known mistakes, and what errors look like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quizkit.grading.diagnosis.evidence import Look, Match, hope, look, match
from quizkit.grading.diagnosis.naming import Ask, Budget, Named, known_mistakes
from quizkit.grading.diagnosis.replay import Candidate, Played, Wanted, replay
from quizkit.grading.diagnosis.stage import Stage
from quizkit.grading.diagnosis.structure import observations
from quizkit.grading.plugin import Run
from quizkit.grading.requests import Asked, RequestLog
from quizkit.model import KNOWN_MISTAKE, CheckResult, Diagnosis
from quizkit.sandbox.host import SandboxFault

SHARE = 0.6  # of the time that the grading took, for known mistakes
FOR_STRUCTURE = 0.2  # more of it for what an error looks like
URGENT_SECONDS = 10.0  # for the few that a failed check is known to reject, on a slow machine
SHORTEST = 0.2  # that a candidate gets, once it is asked


def diagnose(
    run: Run, pool: Sequence[Candidate], stage: Stage, seconds: float
) -> tuple[Diagnosis, ...]:
    """Why checks of `run` failed. `seconds` is what the grading took."""
    looks = [found for suspect in run.suspects if (found := look(suspect)) is not None]
    budget = Budget(SHARE * seconds, URGENT_SECONDS)
    named: list[Named] = []
    if pool and looks:
        groups = {result.id: result.group for result in run.results}
        fitting = [candidate for candidate in pool if candidate.check in groups]
        checks = [found.check for found in looks]
        with stage:
            named = known_mistakes(checks, fitting, groups, asking(looks, stage, budget), budget)
    mistakes = (
        Diagnosis(KNOWN_MISTAKE, one.checks, {"solutions": list(one.solutions)}, one.misconception)
        for one in named
    )
    explained = {check for one in named for check in one.checks}
    budget.seconds += FOR_STRUCTURE * seconds
    return (*mistakes, *observations(looks, budget.left, explained))


def asking(looks: Sequence[Look], stage: Stage, budget: Budget) -> Ask:
    """How a candidate is asked: after others, and if it matches once more in its own process."""

    def ask(candidate: Candidate, checks: Sequence[str], whole: bool) -> dict[str, Match]:
        chosen = [found for found in looks if found.check in checks]
        matches: dict[str, Match] = {}
        try:
            source = candidate.file.read_bytes()
            for log in _logs(chosen):
                about = [found for found in chosen if found.suspect.log is log]
                asked = wanted(log, about)
                if whole and asked.complete():
                    continue  # nothing was asked before that does not count: it would be the same
                played = source, max(budget.left(urgent=True), SHORTEST)
                matched = matching(about, stage, played, asked, whole)
                if any(matched.values()) and not stage.alone(source):
                    stage.close()
                    matched = matching(about, stage, played, asked, whole)
                matches |= matched
        except (SandboxFault, OSError):
            return matches  # the verdict stands without a name for the mistake
        return matches

    return ask


def matching(
    looks: Sequence[Look], stage: Stage, played: Played, asked: Wanted, whole: bool
) -> dict[str, Match]:
    """How well a candidate's answers equal the learner's; asked no longer than there is hope."""
    best = {found.check: Match.WHOLE for found in looks}

    def promising(number: int, answer: Asked) -> bool:
        for found in looks:
            best[found.check] = min(best[found.check], hope(found, number, answer))
        return any(best.values())

    answers = replay(stage, played, asked, promising, whole)
    return {found.check: match(found, answers) for found in looks}


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
