"""What reports in files say of a check and of a verdict: plain sentences, nothing of the grader."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.model import CheckResult, Lang, Outcome, Verdict
from quizkit.report.diagnosis import frames, sentence
from quizkit.report.message import message
from quizkit.texts import say

WORDS = {Outcome.PASSED: "ok", Outcome.FAILED: "fail", Outcome.NOT_CHECKED: "skip"}
"""The name of each outcome in the catalogue `screens`."""


def about(told: CheckResult | Verdict, lang: Lang) -> str:
    """One sentence; empty for a check that passed."""
    if isinstance(told, CheckResult):
        return message(told.code, told.measured, lang)
    return message(told.code, told.facts, lang) or say(f"verdicts.{told.verdict}", lang)


def reason(verdict: Verdict, check: CheckResult, lang: Lang) -> Iterator[str]:
    """All lines on a failed check: what is wrong, what it looks like, the learner's own lines."""
    yield about(check, lang)
    for found in verdict.diagnosis:
        if check.id in found.checks:
            yield sentence(found, lang)
    yield from (line.strip() for line in frames(check, lang))


def shown(text: str) -> str:
    """`text` with what does not print replaced: controls, lone surrogates, changes of direction."""
    return "".join(char if char.isprintable() or char in "\n\t" else "\ufffd" for char in text)


def outcome(check: CheckResult, lang: Lang) -> str:
    """`ok`, `FAIL` or `..`."""
    return say(f"screens.{WORDS[check.outcome]}", lang)
