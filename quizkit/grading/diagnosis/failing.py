"""The failing call as data: the requests up to it, their arrays, nothing that is right."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import numpy as np

from quizkit.grading.diagnosis.evidence import REPLAYED, Look, look
from quizkit.grading.plugin import Run, Suspect
from quizkit.grading.requests import Asked
from quizkit.model import FailingCall, Request
from quizkit.sandbox.failures import Failure

VERBS = frozenset({"build", "set_state", "forward", "vjp", "train", "call", "call_vjp"})
MOST_CALLS = 20


def failing_call(run: Run, harness: str) -> FailingCall | None:
    """The call at which the first failed check of `run` failed; None where nothing was called."""
    for suspect in run.suspects:
        found = _look(suspect)
        if found is not None:
            requests = _leading_to(found)
            if requests:
                return _told(found, requests, harness)
    return None


def _look(suspect: Suspect) -> Look | None:
    """What the check looked at; also where the process was ended, by a time limit for example."""
    failure = suspect.failure
    if isinstance(failure, Failure) and failure.kind not in REPLAYED:
        used = tuple(number for number in suspect.used if suspect.log.entries[number].life)
        return Look(suspect, used, None, {}) if used else None
    return look(suspect)


def _leading_to(found: Look) -> list[Asked]:
    """The failing request and those before it that it builds on: of its model, or earlier calls."""
    entries = found.suspect.log.entries
    failed = found.focus[0] if found.focus else found.numbers[-1]
    last = entries[failed]
    numbers = [n for n in found.numbers if n <= failed and entries[n].life == last.life]
    before = [entries[number] for number in numbers]
    if "slot" in last.fields:
        slot = last.fields["slot"]
        chosen = [asked for asked in before if asked.fields.get("slot") == slot]
    else:
        chosen = [asked for asked in before if "slot" not in asked.fields][-MOST_CALLS:]
    return [asked for asked in chosen if asked.verb in VERBS]


def _told(found: Look, requests: Sequence[Asked], harness: str) -> FailingCall:
    arrays: dict[str, Any] = {}
    told = tuple(
        Request(
            asked.verb, {key: _named(value, key, arrays) for key, value in asked.fields.items()}
        )
        for asked in requests
    )
    archive = io.BytesIO()
    np.savez(archive, **arrays)
    step = 0
    if not isinstance(found.suspect.failure, Failure):
        step = int(found.suspect.failure.measured.get("step", 0))
    return FailingCall(found.check, told, archive.getvalue().hex(), step, harness)


def _named(value: Any, name: str, arrays: dict[str, Any]) -> Any:
    """`value` with its arrays put away under names, and `{"array": name}` in their places."""
    if isinstance(value, np.ndarray):
        chosen = name
        while chosen in arrays and arrays[chosen] is not value:
            chosen = f"{name}__{len(arrays)}"
        arrays[chosen] = value
        return {"array": chosen}
    if isinstance(value, dict):
        return {key: _named(item, key, arrays) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_named(item, f"{name}_{at}", arrays) for at, item in enumerate(value, 1)]
    return value
