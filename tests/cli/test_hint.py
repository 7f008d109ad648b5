"""Hints: the one aimed at the last failure first, then the ladder; each is remembered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Quizkit = Callable[..., Any]


@pytest.fixture
def grade(quizkit: Quizkit, root: Path, home: Path) -> Callable[[str], Any]:
    """`grade(name)` grades that file of `embedding` as the learner's own."""

    def run(name: str) -> Any:
        source = (root / "exercises/embedding" / name).read_text(encoding="utf-8")
        Path("embedding.py").write_text(source, encoding="utf-8")
        return quizkit("grade", "embedding.py", "--framework", "numpy", "--json")

    return run


def shown(quizkit: Quizkit, *more: str) -> list[tuple[int, str | None]]:
    """The (number, mistake) of the hints that one call shows."""
    told = quizkit("hint", "embedding", "--json", *more).json["hints"]
    return [(hint["number"], hint["misconception"]) for hint in told]


def test_the_hint_about_the_last_failure_comes_first_and_once(
    quizkit: Quizkit, grade: Callable[[str], Any]
) -> None:
    assert grade("wrong/mean_over_length_numpy.py").code == 1
    assert shown(quizkit) == [(0, "mean-over-padding")]
    assert shown(quizkit) == [(1, None)]
    assert shown(quizkit) == [(2, None)]
    assert [number for number, _ in shown(quizkit, "--all")] == [0, 1, 2, 3, 4]


def test_an_accepted_exercise_counts_each_hint_that_was_seen_once(
    quizkit: Quizkit, grade: Callable[[str], Any]
) -> None:
    grade("wrong/mean_over_length_numpy.py")
    for more in ([], [], ["--all"]):
        shown(quizkit, *more)
    assert grade("solution_numpy.py").json["past"]["hints"] == 1 + 4


def test_a_new_failure_has_its_own_hint(quizkit: Quizkit, grade: Callable[[str], Any]) -> None:
    grade("wrong/mean_over_length_numpy.py")
    shown(quizkit)
    grade("wrong/overwritten_rows_numpy.py")
    assert shown(quizkit) == [(0, "overwritten-not-accumulated")]
    assert shown(quizkit) == [(1, None)]


def test_a_success_or_a_failure_without_a_name_leaves_the_ladder(
    quizkit: Quizkit, grade: Callable[[str], Any]
) -> None:
    grade("starter_numpy.py")
    assert shown(quizkit) == [(1, None)]
    grade("wrong/mean_over_length_numpy.py")
    assert grade("solution_numpy.py").code == 0
    assert shown(quizkit) == [(2, None)]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_hint_says_which_failure_it_is_about(
    quizkit: Quizkit, grade: Callable[[str], Any], lang: str
) -> None:
    grade("wrong/mean_over_length_numpy.py")
    title = next(
        each["message"] for each in grade("wrong/mean_over_length_numpy.py").json["diagnosis"]
    )
    head = quizkit("hint", "embedding", "--lang", lang).stdout.splitlines()[0]
    assert ("last failure" if lang == "en" else "上次") in head
    assert lang == "zh" or head.partition(": ")[2] in title
