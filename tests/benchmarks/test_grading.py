"""A cold grading against the same checks under plain pytest in one unconfined process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from quizkit import paths

Ratio = Callable[[Sequence[str], Sequence[str]], float]
PEER = Path(__file__).with_name("plain_pytest.py")
TARGET = 1.2


@pytest.mark.parametrize("exercise", ["embedding", "mlp"])
def test_a_cold_grading_costs_about_what_plain_pytest_costs(
    ratio: Ratio, exercise: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")
    file = str(paths.content() / exercise / "solution_numpy.py")
    grade = ["grade", file, "-e", exercise, "-f", "numpy", "--json", "--no-record", "--seed", "1"]
    found = ratio(["-m", "quizkit", *grade], [str(PEER), exercise, file])
    print(f"{exercise}: {found:.2f} times plain pytest, target {TARGET}")
    assert found < 2 * TARGET
