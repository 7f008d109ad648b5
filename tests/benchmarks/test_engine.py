"""The engine beside PyTorch and the Python autograds: the limits, with room for a noisy machine."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import weakref
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

TABLE = Path(__file__).with_name("engine_table.py")
ROOM = 1.5  # times what careful NumPy code reaches
PURE = ("autograd", "mygrad")  # peers of Python and NumPy alone

pytestmark = pytest.mark.timeout(1200)  # of one measurement beside whatever else runs
needs_torch = pytest.mark.skipif(find_spec("torch") is None, reason="PyTorch is not installed here")


@pytest.fixture(scope="module")
def measured() -> dict[str, Any]:
    """What the command prints as JSON."""
    done = subprocess.run(
        [sys.executable, str(TABLE), "--json", "--rounds", "5"],
        capture_output=True, text=True, check=True, timeout=1000,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@needs_torch
def test_no_task_takes_longer_than_the_limit(measured: dict[str, Any]) -> None:
    for row in measured["rows"]:
        task, ours = row["task"], row["ratios"]["quizgrad"]
        print(f"{task['title']}: {ours:.2f} of PyTorch's time, target {task['target']}")
    assert {row["task"]["name"]: row["ratios"]["quizgrad"] for row in measured["rows"]
            if row["ratios"]["quizgrad"] > ROOM * row["task"]["attainable"]} == {}  # fmt: skip


@needs_torch
def test_no_autograd_of_python_and_numpy_is_faster(measured: dict[str, Any]) -> None:
    for row in measured["rows"]:
        for peer in PURE:
            ratio = row["ratios"].get(peer)
            assert ratio is None or row["ratios"]["quizgrad"] < ratio, (row["task"]["name"], peer)


def test_the_import_adds_little_to_numpys(measured: dict[str, Any]) -> None:
    print(f"import: {measured['imports']['quizgrad']:.1f} ms beyond NumPy's, target 15")
    assert measured["imports"]["quizgrad"] < 45


@needs_torch
def test_a_training_step_takes_no_more_memory_than_pytorchs_by_half(
    measured: dict[str, Any],
) -> None:
    for title, found in measured["whole"].items():
        if "memory" in title:
            print(f"{title}: {found['quizgrad']:.1f}, PyTorch {found['torch']:.1f}, target 1.5")
            assert found["quizgrad"] < 1.5 * found["torch"] + 2


@needs_torch
def test_an_epoch_of_an_exercise_takes_about_as_long_as_with_pytorch(
    measured: dict[str, Any],
) -> None:
    for title, found in measured["whole"].items():
        if "epoch" in title:
            print(f"{title}: {found['quizgrad'] / found['torch']:.2f} of PyTorch's")
            assert found["quizgrad"] < 2 * found["torch"]


def test_a_chain_of_100000_operations_needs_no_recursion_and_no_collector() -> None:
    """Values go as soon as nobody holds them, nodes as soon as backward is done with the root."""
    import quizgrad
    from quizgrad.function import Function

    before, watched = sys.getrecursionlimit(), []
    gc.collect()
    gc.disable()
    sys.setrecursionlimit(150)
    try:
        x = quizgrad.ones(3, requires_grad=True)
        y = x
        for n in range(50_000):
            y = y * 1.0
            y = y + x
            if n % 10_000 == 0:
                watched.append(weakref.ref(y))
        assert [w() for w in watched] == [None] * 5
        y.sum().backward()
        assert x.grad.tolist() == [50_001.0] * 3
        del y
        assert not [o for o in gc.get_objects() if issubclass(type(o), Function)]
    finally:
        sys.setrecursionlimit(before)
        gc.enable()
