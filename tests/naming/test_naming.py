"""Mistakes that the replay has not seen are named, and never falsely; correct code is not accused.

A run takes one case of each exercise and the other solutions of one; QUIZKIT_SAMPLE=all takes all.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from quizkit.grading.client import Grader
from quizkit.model import Diagnosis, Framework, Limits, Verdict, VerdictKind

from . import measure as measuring
from .measure import Case, Finding

ALL = os.environ.get("QUIZKIT_SAMPLE") == "all"
SAMPLE = [
    "adamw/epsilon_inside_the_root",
    "attention/scaled_by_keys",
    "batchnorm2d/running_variance_biased",
    "cross_entropy/divided_by_count",
    "layernorm/unbiased_variance",
    "lstm_cell/forget_first",
    "rope/exponent_without_two",
    "rnn/new_state_in_weight_gradient",
]
BANK = measuring.bank()


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    with Grader() as running:
        yield running


def told(grader: Grader, some: Iterator[Case]) -> list[Finding]:
    return list(measuring.measure(BANK, some, grader))


def sampled() -> Iterator[Case]:
    for case in measuring.cases(BANK):
        name = f"{case.exercise}/{case.name}"
        if ALL or (case.framework == "numpy" and name in SAMPLE):
            yield case


@pytest.mark.timeout(1800 if ALL else 300)
def test_nearly_every_mistake_is_named_and_none_falsely(grader: Grader) -> None:
    found = told(grader, sampled())
    assert len(found) >= len(SAMPLE)
    said = "\n".join(measuring.report(found, []))
    assert measuring.share(found, "false") == 0, said
    assert measuring.share(found, "accepted") == 0, said
    assert measuring.share(found, "named") >= (0.9 if ALL else 7 / 8), said


@pytest.mark.timeout(1800 if ALL else 300)
def test_correct_programs_are_accused_of_nothing(grader: Grader) -> None:
    right = (c for c in measuring.correct(BANK) if ALL or (c.exercise, c.framework) == ONE)
    found = told(grader, right)
    assert found
    assert [
        f"{one.exercise}/{one.name}" for one in found if one.told or one.outcome != "accepted"
    ] == []


ONE = ("layernorm", "numpy")
CASE = next(measuring.cases(BANK))


def verdict(kind: VerdictKind, *named: str) -> Verdict:
    """A verdict that names these mistakes."""
    said = tuple(Diagnosis("known_mistake", ("forward",), misconception=one) for one in named)
    return Verdict(
        CASE.exercise, Framework(CASE.framework), "x.py", "", kind, 1, 0.1, "3", (), (),
        limits=Limits(), diagnosis=said,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "named", "outcome"),
    [
        (VerdictKind.REJECTED, ["right"], "named"),
        (VerdictKind.REJECTED, [], "unnamed"),
        (VerdictKind.REJECTED, ["another"], "false"),
        (VerdictKind.REJECTED, ["right", "another"], "false"),
        (VerdictKind.ACCEPTED, [], "accepted"),
        (VerdictKind.ACCEPTED, ["right"], "accepted"),
    ],
)
def test_a_name_counts_as_right_only_without_a_wrong_one_beside_it(
    kind: VerdictKind, named: list[str], outcome: str
) -> None:
    said = [CASE.mistake if one == "right" else one for one in named]
    assert measuring.judged(CASE, verdict(kind, *said)).outcome == outcome


def test_every_case_is_one_of_the_exercises_mistakes_and_there_are_enough() -> None:
    files = list(measuring.CASES.glob("*/*.py"))
    assert len(files) >= 100
    assert len({file.parent.name for file in files}) >= 12
    assert {f.stem.rpartition("__")[2] for f in files} == {"numpy", "torch"}
    assert [f for f in files if not f.read_text(encoding="utf-8").startswith("# Mistake: ")] == []
