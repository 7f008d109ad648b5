"""A failing grade with its diagnosis against the same one without.

Printed with their target; a run fails only far above it, since a busy machine's ratios wander.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from quizkit import paths
from quizkit.bank import load
from quizkit.grading.client import Grader
from quizkit.model import Exercise, Framework, Submission

TARGET = 2.0
ROUNDS = 5
CASES = [
    ("embedding", "mean_over_length"),  # few known mistakes
    ("adamw", "squared_first_moment"),  # many known mistakes fall to the same check
    ("mlp", "loss_after_update"),  # in the training
    ("kv_cache_step", "keys_not_turned"),  # driven by a harness
    ("cnn", "UNKNOWN"),  # no known mistake: all are asked, as far as there is time
]


def exercise(name: str) -> Exercise:
    """A bundled exercise."""
    return load([paths.content()]).exercises[name]


def submission(item: Exercise, framework: str, wrong: str) -> Submission:
    """One of its wrong solutions, or with UNKNOWN a mistake that none of them makes."""
    folder = Path(item.folder)
    if wrong != "UNKNOWN":
        source = (folder / f"wrong/{wrong}_{framework}.py").read_text("utf-8")
    else:
        head, forward, rest = (
            (folder / f"solution_{framework}.py").read_text("utf-8").partition("def forward(")
        )
        source = head + forward + rest.replace("return ", "return 1.7 * ", 1)
    return Submission.of(item.id, Framework(framework), "mine.py", source.encode())


def seconds(what: Callable[[], object]) -> float:
    """How long one call takes."""
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def cold(item: Exercise, given: Submission, explain: bool) -> None:
    """One grading by a process that was started for it."""
    with Grader() as grader:
        verdict = grader.grade(given, item, [7], explain=explain)[-1]
        assert verdict.verdict != "accepted"


@pytest.mark.parametrize("framework", ["numpy", "torch"])
@pytest.mark.parametrize(("name", "wrong"), CASES)
def test_a_diagnosis_costs_no_more_than_the_grading(name: str, wrong: str, framework: str) -> None:
    if find_spec(framework) is None:
        pytest.skip("PyTorch is not installed here")
    item = exercise(name)
    given = submission(item, framework, wrong)
    with Grader() as grader:
        grader.grade(given, item, [7], explain=True)

        def warm(explain: bool) -> float:
            return seconds(lambda: grader.grade(given, item, [7], explain=explain))

        ratios = [warm(True) / warm(False) for _ in range(ROUNDS)]
    ratio = statistics.median(ratios)
    print(f"warm {name} {wrong} {framework}: {ratio:.2f} times a plain one, target {TARGET}")
    assert ratio < 2 * TARGET


@pytest.mark.parametrize("framework", ["numpy", "torch"])
def test_so_it_is_in_a_process_of_its_own(framework: str) -> None:
    if find_spec(framework) is None:
        pytest.skip("PyTorch is not installed here")
    item = exercise("kv_cache_step")
    given = submission(item, framework, "keys_not_turned")
    pairs = [
        (seconds(lambda: cold(item, given, True)), seconds(lambda: cold(item, given, False)))
        for _ in range(ROUNDS)
    ]
    ratio = statistics.median(one / other for one, other in pairs)
    print(f"cold {framework}: {ratio:.2f} times a plain one, target {TARGET}")
    assert ratio < 2 * TARGET
