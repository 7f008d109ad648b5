"""Verdicts and requests as JSON between the grader's process and its caller."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from quizkit.model import (
    CheckResult,
    Diagnosis,
    FailingCall,
    Framework,
    Limits,
    Outcome,
    Request,
    Text,
    Verdict,
    VerdictKind,
)


def pack(verdict: Verdict) -> dict[str, Any]:
    """A verdict as JSON values."""
    return asdict(verdict)


def unpack_check(told: dict[str, Any]) -> CheckResult:
    """One check from its JSON values."""
    ended = told["verdict"]
    changed = {
        "title": Text(**told["title"]),
        "outcome": Outcome(told["outcome"]),
        "verdict": VerdictKind(ended) if ended else None,
    }
    return CheckResult(**told | changed)


def unpack(told: dict[str, Any]) -> Verdict:
    """The verdict that `pack` packed."""
    return Verdict(
        **told
        | {
            "framework": Framework(told["framework"]),
            "verdict": VerdictKind(told["verdict"]),
            "isolation": tuple(told["isolation"]),
            "checks": tuple(map(unpack_check, told["checks"])),
            "limits": Limits(**told["limits"]) if told["limits"] else None,
            "diagnosis": tuple(_diagnosis(found) for found in told["diagnosis"]),
        }
    )


def _diagnosis(told: dict[str, Any]) -> Diagnosis:
    texts = {name: Text(**told[name]) for name in ("title", "mistake")}
    return Diagnosis(**told | texts | {"checks": tuple(told["checks"])})


def unpack_failing(told: dict[str, Any]) -> FailingCall:
    """The failing call that `asdict` made plain."""
    requests = tuple(Request(**request) for request in told["requests"])
    return FailingCall(**told | {"requests": requests})
