"""The learner's file, the clock, or a second grading: what changes meanwhile changes nothing."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from quizkit import progress
from quizkit.cli import app
from quizkit.sandbox.host import Failure, Limits, Sandbox

Quizkit = Callable[..., Any]
WAITS = "import time; time.sleep(0.5)"


@pytest.mark.parametrize("how", ["rewritten", "replaced", "removed"])
def test_a_file_that_changes_while_it_is_graded_is_graded_as_it_was(
    write: Callable[..., Path], start, how: str
) -> None:
    file = write(top=WAITS)
    digest = "sha256:" + hashlib.sha256(file.read_bytes()).hexdigest()
    running = start("grade", file, "--json")
    assert running.grading()
    if how == "rewritten":
        file.write_text("1 / 0")
    elif how == "replaced":
        file.with_suffix(".new").write_text("1 / 0")
        file.with_suffix(".new").rename(file)
    else:
        file.unlink()
    out, err = running.communicate(timeout=120)
    told = json.loads(out)
    assert (running.returncode, told["verdict"], told["digest"]) == (0, "accepted", digest), err


@pytest.mark.parametrize("jump", [-(10**7), 10**7])
def test_a_clock_that_jumps_neither_hastens_nor_delays_a_limit(monkeypatch, jump: int) -> None:
    clock = time.time
    moves = iter(range(10**9))
    for name in ("time", "time_ns"):
        monkeypatch.setattr(time, name, lambda: clock() + jump * next(moves))
    source = "import time\n\n\ndef f(x):\n    time.sleep(float(x[0]))\n    return x * 2\n"
    began = time.monotonic()
    with Sandbox("numpy") as sandbox, sandbox.child(Limits(seconds=1.5)) as child:
        child.ask("load", source=source, filename="a.py")
        assert child.ask("call", entry="f", args=[np.full(1, 0.1)])["output"][0] == 0.2
        with pytest.raises(Failure, match="timed_out"):
            child.ask("call", entry="f", args=[np.full(1, 600.0)])
    assert 1.0 < time.monotonic() - began < 300


@pytest.mark.parametrize("step", [-1, 1])
def test_a_clock_that_jumps_changes_no_verdict_and_no_order(
    write, quizkit: Quizkit, monkeypatch, capsys, step: int
) -> None:
    seen = []
    for turn, top in enumerate(("", "raise ValueError('second')", "")):
        moved = f"{2026 + turn * step}-01-01T00:00:00+00:00"
        monkeypatch.setattr(progress, "now", lambda moved=moved: moved)
        seen.append(app.run(["grade", str(write(top=top)), "--seed", str(turn), "--json"]))
        capsys.readouterr()
    assert seen == [0, 1, 0]
    with progress.Store.open(readonly=True) as store:
        assert [attempt.seed for attempt in store.attempts("embedding")] == [0, 1, 2]
        last = store.last_attempt()
        assert last is not None and last.seed == 2


def test_two_gradings_of_one_exercise_at_once(write, quizkit: Quizkit, start) -> None:
    right = write(name="one.py")
    wrong = write(bottom="\n\ndef train_step(model, x, y, lr):\n    return 0.0\n", name="two.py")
    both = [start("grade", file, "--seed", "5", "--json") for file in (right, wrong) * 2]
    told = [json.loads(running.communicate(timeout=120)[0]) for running in both]
    assert [one["verdict"] for one in told] == ["accepted", "rejected"] * 2
    (kept,) = quizkit("progress", "--json").json["exercises"]
    assert kept["count"] == 4
