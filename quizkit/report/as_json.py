"""Verdicts as the JSON of the contract, `quizkit.verdict/1`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from quizkit.model import CheckResult, Lang, Verdict
from quizkit.report.message import message
from quizkit.texts import say

SCHEMA = "quizkit.verdict/1"


def check_object(check: CheckResult, lang: Lang) -> dict[str, Any]:
    """One check."""
    return {
        "id": check.id,
        "group": check.group,
        "title": check.title.of(lang),
        "outcome": str(check.outcome),
        "code": check.code,
        "message": message(check.code, check.measured, lang),
        "measured": dict(check.measured),
        "misconception": check.misconception,
    }


def verdict_object(verdict: Verdict, lang: Lang) -> dict[str, Any]:
    """One verdict."""
    kind = verdict.verdict
    return {
        "schema": SCHEMA,
        "exercise": verdict.exercise,
        "framework": str(verdict.framework),
        "file": verdict.file,
        "digest": verdict.digest,
        "verdict": str(kind),
        "seed": verdict.seed,
        "duration_s": verdict.duration_s,
        "python": verdict.python,
        "isolation": list(verdict.isolation),
        "score": round(verdict.score, 4),
        "checks": [check_object(check, lang) for check in verdict.checks],
        "output": verdict.output,
        "message": message(verdict.code, verdict.facts, lang) or say(f"verdicts.{kind}", lang),
    }


def results_object(verdicts: Sequence[Verdict], lang: Lang) -> dict[str, Any]:
    """One verdict as itself; several as a list under one seed."""
    objects = [verdict_object(verdict, lang) for verdict in verdicts]
    if len(objects) == 1:
        return objects[0]
    return {"schema": SCHEMA, "seed": objects[0]["seed"], "results": objects}
