"""Verdicts and requests as JSON between the grader's process and its caller."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from quizkit.model import (
    CheckResult,
    Diagnosis,
    Framework,
    Limits,
    Outcome,
    Text,
    Verdict,
    VerdictKind,
)


def pack(verdict: Verdict) -> dict[str, Any]:
    """A verdict as JSON values."""
    return asdict(verdict)


def unpack(told: dict[str, Any]) -> Verdict:
    """The verdict that `pack` packed."""
    checks = []
    for check in told["checks"]:
        ended = check["verdict"]
        checks.append(
            CheckResult(
                **check
                | {
                    "title": Text(**check["title"]),
                    "outcome": Outcome(check["outcome"]),
                    "verdict": VerdictKind(ended) if ended else None,
                }
            )
        )
    return Verdict(
        **told
        | {
            "framework": Framework(told["framework"]),
            "verdict": VerdictKind(told["verdict"]),
            "isolation": tuple(told["isolation"]),
            "checks": tuple(checks),
            "limits": Limits(**told["limits"]) if told["limits"] else None,
            "diagnosis": tuple(_diagnosis(found) for found in told["diagnosis"]),
        }
    )


def _diagnosis(told: dict[str, Any]) -> Diagnosis:
    texts = {name: Text(**told[name]) for name in ("title", "mistake")}
    return Diagnosis(**told | texts | {"checks": tuple(told["checks"])})
