"""Timing whole processes in turn, so that a ratio holds while the machine's speed drifts."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

ROUNDS = 7
Ratio = Callable[[Sequence[str], Sequence[str]], float]


def once(command: Sequence[str], folder: Path) -> float:
    """Seconds that one run takes."""
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, *command], cwd=folder, env=dict(os.environ), check=False,
        stdin=subprocess.DEVNULL, capture_output=True,
    )  # fmt: skip
    return time.perf_counter() - began


@pytest.fixture
def ratio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ratio:
    """`ratio(a, b)`: the median over rounds of how many times as long `a` takes as `b`."""
    monkeypatch.setenv("QUIZKIT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)

    def measured(one: Sequence[str], other: Sequence[str]) -> float:
        for command in (one, other):
            once(command, tmp_path)
        pairs = [(once(one, tmp_path), once(other, tmp_path)) for _ in range(ROUNDS)]
        return statistics.median(a / b for a, b in pairs)

    return measured
