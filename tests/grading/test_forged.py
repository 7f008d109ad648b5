"""A learner who replaces our side of the protocol: never our fault, and never right."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from quizkit.bank import load
from quizkit.grading.client import Grader
from quizkit.model import Exercise, Framework, Limits, Submission, VerdictKind
from quizkit.sandbox.replies import REPLIES, fits

FORGE = """
import sys as _sys
import numpy as np

_child = _sys.modules["_learner_side.child"]
_run = _child.Child.run


def _forged(self, verb, fields):
    return {reply} if verb == {verb!r} else _run(self, verb, fields)


_child.Child.run = _forged
"""
REPLIES_FORGED = {
    "nothing": "{}",
    "none": "{'losses': None, 'output': None, 'inputs': None, 'params': None, 'arrays': None}",
    "texts": "{'losses': 'abc', 'output': 'abc', 'inputs': 'abc', 'params': 'abc', 'arrays': ''}",
    "empty losses": "{'losses': []}",
    "losses of lists": "{'losses': [[1.0]] * 40}",
    "losses that are not finite": "{'losses': [float('nan')] * 40}",
    "huge numbers": "{'losses': [10**300] * 40, 'output': 10**300, 'inputs': [10**300]}",
    "an output alone": "{'output': np.zeros((2, 3)), 'inputs': [np.zeros(1)] * 9}",
    "an array of none": "{'output': np.zeros((0, 3)), 'inputs': []}",
    "booleans": "{'output': np.ones((2, 3), bool), 'inputs': []}",
    "no gradients": "{'inputs': [], 'params': {}, 'cotangent': None}",
    "nothing but None": "{'inputs': [None] * 3, 'params': {}, 'cotangent': None}",
    "other gradients": "{'inputs': [np.zeros(1)], 'params': {'x': np.zeros(1)}, 'cotangent': None}",
    "an odd cotangent": "{'inputs': [], 'params': {}, 'cotangent': 'x'}",
}
LIMITS = Limits(60.0, 512, 64)


@pytest.fixture(scope="module")
def embedding(root: Path) -> Exercise:
    found = load([root / "exercises"]).find("embedding")
    assert isinstance(found, Exercise)
    return found


@pytest.mark.parametrize("reply", REPLIES_FORGED)
def test_a_forged_answer_is_neither_accepted_nor_our_fault(
    reply: str, embedding: Exercise, grader: Grader
) -> None:
    right = Path(embedding.folder, "solution_numpy.py").read_text(encoding="utf-8")
    for verb in ("forward", "vjp", "train"):
        source = right + FORGE.format(reply=REPLIES_FORGED[reply], verb=verb)
        given = Submission.of(embedding.id, Framework.NUMPY, "a.py", source.encode())
        (verdict,) = grader.grade(given, embedding, [3], LIMITS)
        wanted = (VerdictKind.PROTOCOL, VerdictKind.REJECTED)
        assert verdict.verdict in wanted, (verb, verdict.code, verdict.facts)


def test_answers_that_would_fill_the_graders_memory_are_refused(
    embedding: Exercise, grader: Grader
) -> None:
    right = Path(embedding.folder, "solution_numpy.py").read_text(encoding="utf-8")
    large = "_run(self, verb, fields) | {'params': {'x': np.zeros(9_000_000)}}"
    source = right + FORGE.format(reply=large, verb="vjp")
    given = Submission.of(embedding.id, Framework.NUMPY, "a.py", source.encode())
    (verdict,) = grader.grade(given, embedding, [3], LIMITS)
    assert verdict.verdict is VerdictKind.PROTOCOL and "in all" in verdict.facts["why"]


RIGHT: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    "load": ({}, {}),
    "train": ({"batches": [1, 2]}, {"losses": [0.5, float("nan")]}),
    "call": ({"args": []}, {"output": (1, None, 2.5), "inputs": []}),
    "forward": ({"inputs": [1], "echo": True}, {"output": np.ones(1), "inputs": [1]}),
}


@pytest.mark.parametrize("verb", RIGHT)
def test_what_our_side_answers_is_taken_and_anything_more_or_less_is_not(verb: str) -> None:
    fields, result = RIGHT[verb]
    assert fits(verb, fields, result)
    assert not fits(verb, fields, result | {"more": 1})
    for name in result:
        assert not fits(verb, fields, {k: v for k, v in result.items() if k != name})


def test_every_verb_has_its_answers() -> None:
    from quizkit.sandbox.child import VERBS

    assert set(REPLIES) == VERBS | {"load"}
