"""The call behind an answer, read off the log of requests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from quizkit.grading.checks import Array
from quizkit.grading.diagnosis.evidence import Look
from quizkit.grading.diagnosis.structure.common import Context


def context_of(look: Look) -> Context:
    """What the learner's code was given for the answer that the check looked at."""
    entries = look.suspect.log.entries
    last = look.focus[0] if look.focus else (look.numbers[-1] if look.numbers else -1)
    if last < 0:
        return Context()
    asked = entries[last]
    if asked.verb in ("call", "call_vjp"):
        return Context(named(asked.fields["args"]), _upstream(asked.fields))
    if asked.verb == "train":
        first = asked.fields["batches"][:1]
        return Context(named(first[0]) if first else {})
    slot = asked.fields.get("slot")
    before = [entries[n] for n in look.numbers if n <= last]
    about = [one for one in before if one.fields.get("slot") == slot and one.life == asked.life]
    inputs: dict[str, Array] = {}
    others = _upstream(asked.fields)
    for one in about:
        if one.verb == "forward":
            inputs = named(one.fields["inputs"])
        elif one.verb == "set_state":
            others |= dict(one.fields["arrays"])
    return Context(inputs, others)


def named(values: Iterable[Any]) -> dict[str, Array]:
    """The arrays among the arguments of a call, called `input`, or by their place."""
    found = [value for value in values if isinstance(value, np.ndarray)]
    if len(found) == 1:
        return {"input": found[0]}
    return {f"input {number}": value for number, value in enumerate(found, 1)}


def _upstream(fields: Mapping[str, Any]) -> dict[str, Array]:
    """The upstream gradients of a request."""
    given = fields.get("cotangent")
    several = given if isinstance(given, (list, tuple)) else [given]
    found = [value for value in several if isinstance(value, np.ndarray)]
    names = ["grad_out"] if len(found) == 1 else [f"grad_out {n}" for n in range(1, len(found) + 1)]
    return dict(zip(names, found, strict=True))
