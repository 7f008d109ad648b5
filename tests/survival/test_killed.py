"""The grader killed in the middle: finished rows are kept, nothing false is recorded or left."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from processes import below, ended

from quizkit.cli import app
from quizkit.grading.journal import Journal

Quizkit = Callable[..., Any]
SLOW = "import time\n\n\ndef train_step(model, x, y, lr):\n    time.sleep(600)\n"


@pytest.mark.parametrize(("checks", "lang"), [(1, "en"), (9, "zh")])
def test_rows_that_were_finished_are_shown_and_nothing_is_recorded(
    write: Callable[..., Path], quizkit: Quizkit, monkeypatch, capfd, checks: int, lang: str
) -> None:
    file = write()
    family: set[int] = set()
    note, seen = Journal.note, []

    def note_and_kill(self: Journal, told: dict[str, Any]) -> bool:
        seen.append(told)
        if len(seen) == checks:
            (service,) = [pid for pid in below(os.getpid()) if is_service(pid)]
            family.update({service} | below(service))
            os.kill(service, signal.SIGKILL)
        return note(self, told)

    monkeypatch.setattr(Journal, "note", note_and_kill)
    arguments = ["grade", str(file), "--json", "--lang", lang]
    assert app.run(arguments) == 4
    told = json.loads(capfd.readouterr().out)
    assert told["verdict"] == "grader_fault" and len(told["checks"]) >= checks
    assert {check["outcome"] for check in told["checks"]} == {"passed"}
    assert str(len(told["checks"])) in told["message"]
    assert all(ended(pid) for pid in family)
    assert not quizkit("progress", "--json").json["exercises"]
    monkeypatch.undo()


def is_service(pid: int) -> bool:
    """Whether a process is the grader's."""
    return b"grading.service" in Path(f"/proc/{pid}/cmdline").read_bytes()


def test_after_that_the_next_grading_is_as_ever(write, quizkit: Quizkit) -> None:
    assert quizkit("grade", write()).code == 0


def test_the_whole_program_killed_at_any_moment_leaves_no_process_and_no_false_record(
    write, quizkit: Quizkit, start, dice: random.Random, times: Callable[[int], int]
) -> None:
    assert quizkit("grade", write(), "--seed", "1").code == 0
    before = quizkit("progress", "--json").json
    slow = write(bottom=SLOW)
    for _ in range(times(3)):
        running = start("grade", slow, "--seed", "2", "--timeout", "600")
        running.grading()
        time.sleep(dice.uniform(0, 0.3))
        family = below(running.pid)
        running.kill()
        running.wait()
        assert all(ended(pid) for pid in family)
    assert quizkit("progress", "--json").json == before
    assert quizkit("grade", write(), "--seed", "3").code == 0
