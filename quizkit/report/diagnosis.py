"""Why a submission failed, as paragraphs: failed checks with one cause are one paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from quizkit.model import UNDIAGNOSED, CheckResult, Diagnosis, Lang, Outcome, Verdict, VerdictKind
from quizkit.report.layout import joined
from quizkit.report.message import message
from quizkit.report.picture import picture
from quizkit.texts import say

INDENT = 6  # what the screen puts before a picture


@dataclass
class Cause:
    """Failed checks that one thing explains; `known` is the mistake with a name, if it has one."""

    checks: list[CheckResult] = field(default_factory=list)
    known: Diagnosis | None = None


def paragraphs(verdict: Verdict, lang: Lang, width: int = 80) -> Iterator[list[str]]:
    """One paragraph per cause; the lines of one are indented by the spaces they begin with."""
    failed = [check for check in verdict.checks if check.outcome is Outcome.FAILED]
    if verdict.code and (not failed or verdict.verdict is VerdictKind.GRADER_FAULT):
        yield [message(verdict.code, verdict.facts, lang)]
    for cause in causes(failed, verdict.diagnosis, lang):
        yield list(_lines(cause, verdict.diagnosis, lang, width))


def causes(
    failed: Sequence[CheckResult], diagnosis: Sequence[Diagnosis], lang: Lang
) -> list[Cause]:
    """The failed checks by cause: a known mistake, one structure of the error, one message."""
    found: dict[str, Cause] = {}
    for check in failed:
        about = [d for d in diagnosis if check.id in d.checks and d.code != UNDIAGNOSED]
        known = next((each for each in about if each.misconception), None)
        if known is not None:
            key = f"mistake {known.misconception}"
        elif about:
            key = f"structure {about[0].code} {dict(about[0].params)}"
        else:
            key = message(check.code, check.measured, lang)
        cause = found.setdefault(key, Cause(known=known))
        cause.checks.append(check)
    return list(found.values())


def _lines(cause: Cause, diagnosis: Sequence[Diagnosis], lang: Lang, width: int) -> Iterator[str]:
    first, *rest = cause.checks
    yield first.title.of(lang)
    yield f"  {message(first.code, first.measured, lang)}"
    for each in diagnosis:
        if each.misconception is None and first.id in each.checks:
            yield f"  {sentence(each, lang)}"
    yield from (f"  {line}" for line in picture(first.measured, lang, width - INDENT))
    yield from frames(first, lang)
    if rest:
        others = joined([check.title.of(lang) for check in rest], lang)
        alike = all(check.code == first.code for check in rest)
        yield say(f"diagnosis.{'same_way' if alike else 'same_cause'}", lang, checks=others)
    if cause.known is not None:
        yield say("diagnosis.likely", lang, title=cause.known.title.of(lang))
        yield f"  {cause.known.mistake.of(lang)}"
        yield f"  {say('diagnosis.equal', lang, id=cause.known.misconception)}"


def sentence(found: Diagnosis, lang: Lang) -> str:
    """A diagnosis in one sentence."""
    words = {"title": found.title.of(lang), "mistake": found.mistake.of(lang)}
    return say(f"diagnosis.{found.code}", lang, **(dict(found.params) | words))


def frames(check: CheckResult, lang: Lang) -> list[str]:
    """The learner's own lines of a traceback."""
    found = check.measured.get("frames", [])
    return [
        "  " + say("screens.line", lang, line=f["line"], name=f["in"], text=f["text"])
        for f in found
    ]
