"""`grade --debug`: a program that stops in the learner's own code at the failing call."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

Quizkit = Callable[..., Any]
needs_torch = pytest.mark.skipif(find_spec("torch") is None, reason="PyTorch is not installed here")
EXERCISES = Path(__file__).resolve().parents[2] / "exercises"
DRIVEN = min((EXERCISES / "kv_cache_step" / "wrong").glob("*_numpy.py"))
# exercise, wrong solution: where the program stops
CASES = [
    pytest.param("mlp/wrong/bias_gradient_mean_numpy.py", "backward()", id="a backward"),
    pytest.param("mlp/wrong/no_activation_numpy.py", "forward()", id="a forward"),
    pytest.param("mlp/wrong/loss_sum_numpy.py", "train_step()", id="a training step"),
    pytest.param("mlp/wrong/updates_only_weights_numpy.py", "train_step()", id="a later step"),
    pytest.param("pooling/wrong/average_gradient_not_divided_numpy.py", "avg_pool2d_backward()",
                 id="a function's gradient"),
    pytest.param("pooling/wrong/ceil_size_numpy.py", "max_pool2d()", id="a function"),
    pytest.param(f"kv_cache_step/wrong/{DRIVEN.name}", "kv_cache_step()", id="a harness"),
    pytest.param("mlp/wrong/detached_hidden_torch.py", "forward()", id="autograd"),
    pytest.param("mlp/wrong/loss_sum_torch.py", "train_step()", id="torch training"),
    pytest.param("pooling/wrong/gradient_to_last_tie_torch.py", "max_pool2d()", id="torch function"),
]  # fmt: skip


@pytest.fixture
def graded(quizkit: Quizkit, root: Path, home: Path) -> Callable[[str], Any]:
    """`graded("mlp/wrong/no_activation_numpy.py")` grades that as the learner's `mlp.py`."""

    def run(name: str, *more: str) -> Any:
        exercise, file = name.split("/")[0], Path(f"{name.split('/')[0]}.py")
        framework = "torch" if name.endswith("_torch.py") else "numpy"
        file.write_text((root / "exercises" / name).read_text(encoding="utf-8"), encoding="utf-8")
        return quizkit("grade", exercise, "-f", framework, "--seed", "7", "--debug", *more)

    return run


def debugged(script: Path, commands: str = "w\nc\n") -> subprocess.CompletedProcess[str]:
    """The program, run with these commands for the debugger."""
    return subprocess.run([sys.executable, script.name], input=commands, capture_output=True,
                          text=True, cwd=script.parent, timeout=120, check=False)  # fmt: skip


@pytest.mark.parametrize(("name", "function"), CASES)
def test_the_program_stops_in_the_learners_own_code(
    graded: Callable[..., Any], name: str, function: str
) -> None:
    ran = graded(name)
    (script,) = Path.cwd().glob("*_debug_7.py")
    assert ran.code == 1 and f"python {script.name}" in ran.stderr
    assert "debug" not in ran.stdout
    done = debugged(script)
    first = done.stdout.splitlines()[0]
    assert first.startswith("> ") and f"{name.split('/')[0]}.py(" in first
    assert first.endswith(function), first
    assert done.returncode == 0, done.stderr


def test_the_arrays_are_what_the_code_was_given_and_nothing_else(
    graded: Callable[..., Any],
) -> None:
    graded("mlp/wrong/bias_gradient_mean_numpy.py")
    with np.load("mlp_debug_7.npz", allow_pickle=False) as arrays:
        shapes = {name: arrays[name].shape for name in arrays.files}
    assert shapes == {"fc1.weight": (6, 5), "fc1.bias": (6,), "fc2.weight": (3, 6),
                      "fc2.bias": (3,), "inputs_1": (7, 5), "cotangent": (7, 3)}  # fmt: skip


def test_nothing_that_stands_there_is_written_over(graded: Callable[..., Any]) -> None:
    mine = Path("mlp_debug_7.py")
    mine.write_text("mine\n", encoding="utf-8")
    graded("mlp/wrong/bias_gradient_mean_numpy.py")
    graded("mlp/wrong/bias_gradient_mean_numpy.py")
    assert mine.read_text(encoding="utf-8") == "mine\n"
    assert sorted(file.name for file in Path.cwd().glob("*_debug_*")) == [
        "mlp_debug_7.py", "mlp_debug_7_2.npz", "mlp_debug_7_2.py"
    ]  # fmt: skip


def test_what_was_changed_is_what_runs(graded: Callable[..., Any]) -> None:
    graded("mlp/wrong/bias_gradient_mean_numpy.py")
    file = Path("mlp.py")
    file.write_text(file.read_text(encoding="utf-8").replace("def backward(self, grad_out):",
                    "def backward(self, grad_out):\n        changed = 1"), encoding="utf-8")  # fmt: skip
    assert "changed = 1" in debugged(Path("mlp_debug_7.py").absolute()).stdout


def test_where_nothing_failed_or_nothing_ran_it_says_so(
    graded: Callable[..., Any], quizkit: Quizkit
) -> None:
    assert "accepted" in graded("mlp/solution_numpy.py").stderr
    Path("mlp.py").write_text("def broken(:\n", encoding="utf-8")
    assert "not called yet" in quizkit("grade", "mlp", "-f", "numpy", "--debug").stderr
    assert list(Path.cwd().glob("*_debug_*")) == []


def test_with_json_standard_output_stays_json_and_chinese_is_spoken(
    graded: Callable[..., Any],
) -> None:
    ran = graded("mlp/wrong/bias_gradient_mean_numpy.py", "--json", "--lang", "zh")
    assert ran.json["verdict"] == "rejected"
    assert "调试 gradient_fc1_bias" in ran.stderr
    assert "练习 mlp" in Path("mlp_debug_7.py").read_text(encoding="utf-8")
