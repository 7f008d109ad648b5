"""`solve --run`: the code that shows an answer runs confined, and what it does is shown."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from quizkit.bank import load
from quizkit.cli.runs import executed, runnable
from quizkit.errors import EnvironmentFault
from quizkit.model import RunsOn

Quizkit = Callable[..., Any]
has_torch = pytest.mark.skipif(find_spec("torch") is None, reason="PyTorch is not installed here")


def test_what_code_prints_and_raises_is_shown(home: Path) -> None:
    ran = executed("print(math.pi > 3)\nprint(np.ones(2).sum())\n{}['x']", RunsOn.NUMPY)
    assert ran.prints.split() == ["True", "2.0"]
    assert ran.failure is not None and ran.failure.facts["type"] == "KeyError"


def test_it_cannot_read_or_write_what_is_the_learner_s(home: Path) -> None:
    Path("mine.txt").write_text("mine")
    for code in (f"open({str(Path('mine.txt').absolute())!r}).read()", "import os; os.fork()"):
        ran = executed(code, RunsOn.PYTHON)
        assert ran.failure is not None and ran.failure.kind == "error", ran


@has_torch
def test_pytorch_is_as_it_comes(quizkit: Quizkit) -> None:
    assert executed("print(torch.ones(1).dtype)", RunsOn.TORCH).prints.strip() == "torch.float32"
    ran = quizkit("solve", "detach-constant", "--run")
    assert ran.code == 0 and ran.stdout.rstrip().endswith("3.0")
    told = quizkit("solve", "detach-constant", "--run", "--json").json
    assert (told["prints"], told["failure"]) == ("3.0", None) and "rlimits" in told["isolation"]


@pytest.mark.skipif(find_spec("torch") is not None, reason="PyTorch is installed here")
def test_without_pytorch_quizgrad_runs_it_and_says_so(quizkit: Quizkit) -> None:
    ran = quizkit("solve", "detach-constant", "--run")
    assert ran.code == 0 and ran.stdout.rstrip().endswith("3.0")
    assert "in PyTorch's place" in ran.stderr
    told = quizkit("solve", "detach-constant", "--run", "--json").json
    assert told["prints"] == "3.0" and told["backend"].startswith("quizgrad ")


@pytest.mark.skipif(find_spec("torch") is not None, reason="PyTorch is installed here")
def test_what_only_pytorch_has_names_it_and_the_next_step(home: Path) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        executed("torch.compile(nn.Linear(1, 1))", RunsOn.TORCH)
    assert caught.value.code == "needs_torch" and caught.value.params == {"name": "torch.compile"}


def test_an_exercise_is_not_run(quizkit: Quizkit) -> None:
    assert quizkit("solve", "embedding", "--run").code == 2


def test_nearly_every_question_has_code_to_run() -> None:
    bank = load()
    without = [name for name in bank.index if not runnable(bank.question(name))]
    assert len(without) <= len(bank.index) / 5
    for name in bank.index:
        compile(runnable(bank.question(name)), name, "exec")
