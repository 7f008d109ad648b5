"""What a grader asks does not depend on what it is answered; else nothing could be replayed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import pytest

from quizkit import paths
from quizkit.bank import load
from quizkit.grading.grade import Bench, grade
from quizkit.grading.plugin import Run
from quizkit.grading.requests import Asked
from quizkit.model import Exercise, Framework, Submission
from quizkit.sandbox.host import Sandbox

BANK = load([paths.content()])
SEED = 12


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """A learner's side in NumPy that the tests share."""
    with Sandbox("numpy") as running:
        yield running


def run_of(sandbox: Sandbox, item: Exercise, file: str) -> Run:
    """The run of one of the exercise's own files."""
    source = (Path(item.folder) / file).read_bytes()
    given = Submission.of(item.id, Framework.NUMPY, "mine.py", source)
    return grade(Bench(given, item, sandbox, item.limits), SEED)[1]


def test_a_fault_of_the_diagnosis_leaves_the_verdict_and_says_so(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("in an explanation")

    monkeypatch.setattr("quizkit.grading.grade.diagnose", broken)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    item = BANK.exercises["mlp"]
    source = (Path(item.folder) / "wrong/bias_gradient_mean_numpy.py").read_bytes()
    given = Submission.of("mlp", Framework.NUMPY, "mine.py", source)
    verdict, _ = grade(Bench(given, item, sandbox, item.limits), SEED, explain=True)
    (told,) = verdict.diagnosis
    assert (verdict.verdict, told.code) == ("rejected", "undiagnosed")
    traceback = Path(told.params["bundle"]) / "traceback.txt"
    assert "ZeroDivisionError: in an explanation" in traceback.read_text(encoding="utf-8")


def plain(value: Any) -> Any:
    """A request's fields with arrays as bytes, shapes and dtypes, to be compared exactly."""
    if isinstance(value, np.ndarray):
        return value.dtype.str, value.shape, value.tobytes()
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def without_slot(asked: Asked) -> Any:
    """A request; slots count what was built before, so they are no part of it."""
    fields = {key: value for key, value in asked.fields.items() if key != "slot"}
    return asked.verb, plain(fields)


@pytest.mark.parametrize("name", sorted(BANK.exercises))
def test_a_wrong_solution_is_asked_what_the_right_one_is_asked_as_far_as_it_gets(
    sandbox: Sandbox, name: str
) -> None:
    item = BANK.exercises[name]
    wrong = sorted(w.name for w in item.wrong if Framework.NUMPY in w.check)
    if Framework.NUMPY not in item.frameworks or not wrong:
        pytest.skip("there is no wrong solution in NumPy")
    chosen = wrong[crc32(name.encode()) % len(wrong)]
    right = run_of(sandbox, item, "solution_numpy.py")
    other = run_of(sandbox, item, f"wrong/{chosen}_numpy.py")
    known = {group: list(map(without_slot, learner.log.entries))
             for group, learner in right.learners.items()}  # fmt: skip
    assert known and other.suspects
    for suspect in other.suspects:
        for number in suspect.used:
            asked = without_slot(suspect.log.entries[number])
            assert asked in known[suspect.group], (chosen, suspect.check, asked[0])
