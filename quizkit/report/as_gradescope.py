"""Verdicts as Gradescope's `results.json`: one test per check, with its weight as its points.

Students see each check's name, whether it passed, and the sentence they would see at a terminal;
which layers held and how the grader itself failed is for the staff alone. All of it is plain text:
what a learner prints must not become part of the page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from quizkit.model import CheckResult, Graded, Lang, Outcome, Verdict, VerdictKind
from quizkit.report.told import about, reason
from quizkit.texts import say

NOT_THEIRS = (VerdictKind.GRADER_FAULT, VerdictKind.UNSUPPORTED)
PLAIN = {"output_format": "text", "test_output_format": "text", "test_name_format": "text"}


def report(found: Sequence[Graded], lang: Lang) -> str:
    """The file; several submissions are parts of one."""
    tests = [
        test
        for number, graded in enumerate(found, 1)
        for test in tests_of(graded.verdict, number, len(found) > 1, lang)
    ]
    told = {
        "score": round(sum(test["score"] for test in tests), 4),
        "execution_time": round(sum(graded.verdict.duration_s for graded in found), 3),
        "output": "\n\n".join("\n".join(whole(graded.verdict, lang)) for graded in found),
        "visibility": "visible",
        "stdout_visibility": "hidden",
        **PLAIN,
        "tests": tests,
        "extra_data": {"verdicts": [str(graded.verdict.verdict) for graded in found]},
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def whole(verdict: Verdict, lang: Lang) -> Iterator[str]:
    """What students read of the whole submission."""
    yield f"{verdict.exercise} ({verdict.framework}): {say(f'verdicts.{verdict.verdict}', lang)}"
    if verdict.verdict in NOT_THEIRS:
        yield say("reports.not_yours", lang)
        return
    if verdict.code and not any(check.outcome is Outcome.FAILED for check in verdict.checks):
        yield about(verdict, lang)
    if verdict.output:
        yield say("screens.printed", lang)
        yield verdict.output


def tests_of(verdict: Verdict, number: int, several: bool, lang: Lang) -> Iterator[dict[str, Any]]:
    """A test for each check, and one that only the staff sees."""
    start = f"{verdict.exercise} ({verdict.framework}): " if several else ""
    for at, check in enumerate(verdict.checks, 1):
        yield {
            "name": start + check.title.of(lang),
            "number": f"{number}.{at}",
            "score": check.weight if check.outcome is Outcome.PASSED else 0.0,
            "max_score": check.weight,
            "status": "passed" if check.outcome is Outcome.PASSED else "failed",
            "output": "\n".join(lines(verdict, check, lang)),
            "tags": [check.group],
            "visibility": "visible",
        }
    yield {
        "name": f"{start}{say('reports.staff', lang)}",
        "number": f"{number}.0",
        "score": 0.0,
        "max_score": 0.0,
        "output": "\n".join(for_staff(verdict, lang)),
        "visibility": "hidden",
    }


def lines(verdict: Verdict, check: CheckResult, lang: Lang) -> Iterator[str]:
    """What is said of one check."""
    if check.outcome is Outcome.FAILED:
        yield from reason(verdict, check, lang)
    elif check.outcome is Outcome.NOT_CHECKED:
        yield f"{say('reports.not_checked', lang)} {about(check, lang)}".strip()


def for_staff(verdict: Verdict, lang: Lang) -> Iterator[str]:
    """How it was graded, and what went wrong where that is not the student's doing."""
    yield about(verdict, lang)
    yield say("screens.seed", lang, seed=verdict.seed)
    yield verdict.digest
    yield f"Python {verdict.python}"
    yield say("screens.layers", lang, layers=", ".join(verdict.isolation))
