"""Ctrl-C at any moment, and a terminal that goes away: an end without a word too many or a trace."""

from __future__ import annotations

import os
import pty
import random
import signal
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from processes import below, ended

Quizkit = Callable[..., Any]
ENDLESS = "import time\n\n\ndef train_step(model, x, y, lr):\n    time.sleep(600)\n"


def test_ctrl_c_at_random_moments(
    write, quizkit: Quizkit, start, dice: random.Random, times: Callable[[int], int]
) -> None:
    file = write()
    began = time.monotonic()
    assert quizkit("grade", file).code == 0
    usual = time.monotonic() - began
    recorded = 1
    for _ in range(times(6)):
        running = start("grade", file)
        time.sleep(dice.uniform(0.0, usual * 1.2))
        family = below(running.pid)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
        assert running.returncode in (0, 130, -signal.SIGINT), (running.returncode, err)
        assert "Traceback" not in err or running.returncode == -signal.SIGINT, err
        assert (running.returncode == 0) == ("ACCEPTED" in out), out
        recorded += running.returncode == 0
        assert all(ended(pid) for pid in family)
    (told,) = quizkit("progress", "--json").json["exercises"]
    assert recorded <= told["count"] <= recorded + times(6)


def test_ctrl_c_while_the_learners_code_runs_is_130_at_once(write, quizkit: Quizkit, start) -> None:
    running = start("grade", write(bottom=ENDLESS), "--timeout", "600")
    family = running.grading()
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out) == (130, "") and "Traceback" not in err
    assert all(ended(pid) for pid in family)
    assert not quizkit("progress", "--json").json["exercises"]


@pytest.fixture
def heard() -> Iterator[None]:
    """A hang-up ends programs started here, also where the tests themselves run under nohup."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


def test_a_terminal_that_is_closed_ends_everything(write, quizkit: Quizkit, start, heard) -> None:
    ours, theirs = pty.openpty()
    streams = {"stdin": theirs, "stdout": theirs, "stderr": theirs}
    command = ("setsid", "--ctty")
    file = write(bottom=ENDLESS)
    running = start("grade", file, "--timeout", "600", command=command, **streams)
    os.close(theirs)
    family = running.grading()
    os.close(ours)  # the kernel sends SIGHUP to the session
    running.wait(60)
    assert all(ended(pid) for pid in family)
    assert not quizkit("progress", "--json").json["exercises"]
