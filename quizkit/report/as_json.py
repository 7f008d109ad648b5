"""Verdicts as the JSON of the contract, `quizkit.verdict/1`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from quizkit.model import CheckResult, Diagnosis, Graded, Lang, Past, Verdict
from quizkit.report.diagnosis import sentence
from quizkit.report.told import about

SCHEMA = "quizkit.verdict/1"


def check_object(check: CheckResult, lang: Lang) -> dict[str, Any]:
    """One check."""
    return {
        "id": check.id,
        "group": check.group,
        "title": check.title.of(lang),
        "outcome": str(check.outcome),
        "code": check.code,
        "message": about(check, lang),
        "measured": dict(check.measured),
        "misconception": check.misconception,
    }


def diagnosis_object(found: Diagnosis, lang: Lang) -> dict[str, Any]:
    """Why some checks failed: a code with its facts, in words, and the mistake's id or null."""
    return {
        "code": found.code,
        "checks": list(found.checks),
        "params": dict(found.params),
        "misconception": found.misconception,
        "message": sentence(found, lang),
    }


def past_object(past: Past) -> dict[str, Any]:
    """What the record says about the exercise, times in seconds."""
    changed = [
        {"id": change.id, "before": str(change.before), "now": str(change.now)}
        for change in past.changes
    ]
    seconds = None if past.seconds is None else round(past.seconds, 1)
    return {
        "attempt": past.attempt,
        "previous": past.previous or None,
        "changed": changed,
        "hints": past.hints,
        "seconds": seconds,
        "minutes": past.minutes,
    }


def graded_object(graded: Graded, lang: Lang) -> dict[str, Any]:
    """One submission: its verdict, and what the record says."""
    told = verdict_object(graded.verdict, lang)
    if graded.past:
        told["past"] = past_object(graded.past)
    return told


def verdict_object(verdict: Verdict, lang: Lang) -> dict[str, Any]:
    """One verdict."""
    kind = verdict.verdict
    told = {
        "schema": SCHEMA,
        "exercise": verdict.exercise,
        "framework": str(verdict.framework),
        "backend": verdict.backend,
        "file": verdict.file,
        "digest": verdict.digest,
        "verdict": str(kind),
        "seed": verdict.seed,
        "duration_s": verdict.duration_s,
        "python": verdict.python,
        "isolation": list(verdict.isolation),
        "score": round(verdict.score, 4),
        "checks": [check_object(check, lang) for check in verdict.checks],
        "diagnosis": [diagnosis_object(found, lang) for found in verdict.diagnosis],
        "output": verdict.output,
        "message": about(verdict, lang),
    }
    if "printed_kb" in verdict.facts:
        told["output_cut"] = _cut(verdict)
    if "pace" in verdict.facts:
        told["pace"] = verdict.facts["pace"]
    if verdict.limits:
        told["limits"] = asdict(verdict.limits)
    return told


def _cut(verdict: Verdict) -> dict[str, int]:
    """How much was printed and how much of it was kept."""
    return {"printed_kb": verdict.facts["printed_kb"], "kept_kb": verdict.facts["kept_kb"]}


def report(found: Sequence[Graded], lang: Lang) -> str:
    """The JSON as it is printed."""
    return json.dumps(results_object(found, lang), ensure_ascii=False, indent=1)


def results_object(found: Sequence[Graded], lang: Lang) -> dict[str, Any]:
    """One verdict as itself; several as a list under one seed."""
    objects = [graded_object(graded, lang) for graded in found]
    if len(objects) == 1:
        return objects[0]
    return {"schema": SCHEMA, "seed": objects[0]["seed"], "results": objects}
