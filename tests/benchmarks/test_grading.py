"""A cold grading against the same checks under plain pytest in one unconfined process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
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


def test_a_cold_grading_in_pytorch_costs_its_import_and_a_second(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if find_spec("torch") is None:
        pytest.skip("PyTorch is not installed here")
    monkeypatch.setenv("QUIZKIT_HOME", str(tmp_path / "home"))
    file = str(paths.content() / "mlp" / "solution_torch.py")
    grade = ["-m", "quizkit", "grade", file, "-e", "mlp", "-f", "torch", "--json", "--no-record"]
    over = [seconds(grade) - seconds(["-c", "import torch"]) for _ in range(4)][1:]
    print(f"mlp in PyTorch: its import and {min(over):.2f} s, target 1 s")
    assert min(over) < 5


def seconds(arguments: Sequence[str]) -> float:
    """How long a process takes."""
    began = time.perf_counter()
    command = [sys.executable, *arguments]
    subprocess.run(command, env=dict(os.environ), check=True, capture_output=True)
    return time.perf_counter() - began
