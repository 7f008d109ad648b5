"""A grader that is ended in the middle of a check leaves no temporary folder."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from threading import Thread

import pytest

from quizkit.bank import load
from quizkit.grading.client import Grader
from quizkit.model import Framework, Limits, Submission

ENDLESS = b"while True: pass\n"
WAIT = 60


@pytest.mark.parametrize("how", ["killed", "interrupted"])
def test_no_folder_is_left(how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setenv("TMPDIR", str(place))
    monkeypatch.setattr(tempfile, "tempdir", None)  # looked up anew
    exercise = load().exercise("embedding")
    submission = Submission.of("embedding", Framework.NUMPY, "embedding.py", ENDLESS)
    grader = Grader()
    grader.start()
    asked = Thread(target=grade, args=(grader, submission, exercise))
    asked.start()
    until = time.monotonic() + WAIT
    while not list(place.glob("quizkit-grader-*")) and time.monotonic() < until:
        time.sleep(0.01)
    assert list(place.glob("quizkit-grader-*")), "the check began"
    if how == "killed":
        grader.kill()
    else:
        grader.close(now=True)
    asked.join(WAIT)
    grader.close()
    assert list(place.glob("quizkit-grader-*")) == []


def grade(grader: Grader, submission: Submission, exercise: object) -> None:
    """Ask for a verdict that never comes."""
    try:
        grader.grade(submission, exercise, [1], Limits(WAIT, 512, 64))  # type: ignore[arg-type]
    except Exception:
        return
