"""The learner's speed beside the reference's: measured on the way, part of no judgement."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quizkit.grading.learner import Lap
from quizkit.grading.pace import figures
from quizkit.model import Verdict, VerdictKind

Grade = Callable[..., Verdict]


def test_laps_of_a_unit_are_averaged_in_milliseconds() -> None:
    laps = [Lap("case", 0.002, 0.001, 1), Lap("step", 0.4, 0.2, 40), Lap("case", 0.004, 0.001, 1)]
    assert figures(laps) == {"case": [3.0, 1.0], "step": [10.0, 5.0]}
    assert figures([]) == {}


@pytest.fixture(scope="module")
def embedding(root: Path) -> Path:
    return root / "exercises" / "embedding"


def pace(verdict: Verdict) -> Any:
    return verdict.facts["pace"]


def test_a_graded_training_has_the_speed_of_both(grade: Grade, embedding: Path) -> None:
    source = (embedding / "solution_numpy.py").read_text(encoding="utf-8")
    verdict = grade(embedding, "numpy", source)
    assert verdict.verdict is VerdictKind.ACCEPTED
    assert all(value > 0 for value in pace(verdict)["step"])
    (steps,) = (check.measured["steps"] for check in verdict.checks if check.id == "training")
    assert steps == 50


def test_slow_code_is_shown_to_be_slow_and_accepted(grade: Grade, embedding: Path) -> None:
    source = (embedding / "solution_numpy.py").read_text(encoding="utf-8")
    slow = source + (
        "\nimport time\nfast = train_step\n\n\ndef train_step(model, x, y, lr):\n"
        "    time.sleep(0.02)\n    return fast(model, x, y, lr)\n"
    )
    verdict = grade(embedding, "numpy", slow)
    assert verdict.verdict is VerdictKind.ACCEPTED
    assert pace(verdict)["step"][0] >= 20.0, "at least what it sleeps"


def test_a_backward_of_its_own_is_measured_as_one(grade: Grade, root: Path) -> None:
    folder = root / "exercises" / "pooling"
    verdict = grade(folder, "numpy", (folder / "solution_numpy.py").read_text(encoding="utf-8"))
    assert set(pace(verdict)) == {"backward"} and pace(verdict)["backward"][0] > 0


def test_what_ends_before_any_comparison_has_no_figures(grade: Grade, embedding: Path) -> None:
    assert pace(grade(embedding, "numpy", "def (\n")) == {}
