"""What results say: on how many inputs a listed mutant agreed, and which results last."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from quizkit.authoring.judge import judge
from quizkit.authoring.plan import FULL, files, pieces
from quizkit.authoring.plan import changed as changes
from quizkit.authoring.task import Found, Kind, Task
from quizkit.bank import survey
from quizkit.model import Exercise, Framework

Change = Callable[..., Path]
LISTED = (
    "equivalent:\n- framework: numpy\n  line: y = x * 1\n  becomes: y = x / 1\n  reason: the same\n"
)


@pytest.fixture
def exercise(changed: Change) -> Exercise:
    """The exercise with one listed mutant."""
    edits = {
        "solution_numpy.py": ["    return x * 2", "    y = x * 1\n    return y * 2"],
        "exercise.yaml": ["limits: {seconds: 20}\n", LISTED],
    }
    return survey(changed(edits=edits))[0].exercise("double")


def graded(task: Task, inputs: int) -> Found:
    """What a grading gives that ends as it must."""
    checks = (("import", "values"), ("forward", "values"), ("gradient", "gradients"))
    correct = task.kind in (Kind.CORRECT, Kind.LISTED)
    ended = "accepted" if correct else task.check or "forward"
    return Found(ended, task.seeds[-1], len(task.seeds), 0.01, "", "", inputs, checks)


def faults(exercise: Exercise, inputs: int) -> list[str]:
    """The faults of a full proof whose seeds each send so many inputs."""
    first = [(task, graded(task, inputs)) for task in files(exercise, FULL)]
    solved = {Framework.NUMPY: graded(first[1][0], inputs)}
    second = [(task, graded(task, inputs)) for task in changes(exercise, FULL, solved)]
    found = judge(exercise, [*first, *second], FULL)
    return [f"{p.fault.code}: {p.fault.got.en}" for p in found if p.fault]


@pytest.mark.parametrize("inputs", [2, 5, 1000])
def test_a_listed_mutant_is_graded_until_it_agreed_on_enough_inputs(
    exercise: Exercise, inputs: int
) -> None:
    assert faults(exercise, inputs) == ["many_listed: 1"]


def test_checks_that_try_too_few_inputs_are_a_fault(exercise: Exercise) -> None:
    assert "few_inputs: 500 inputs in 500 seeds" in faults(exercise, 1)


def test_pieces_of_seeds_are_whole_and_stay_as_they_are_for_more_seeds() -> None:
    for seeds in (1, 2, 3, 10, 11, 50, 200, 201):
        assert [seed for piece in pieces(seeds) for seed in piece] == list(range(1, seeds + 1))
    assert set(pieces(20)) < set(pieces(200))


def test_a_time_out_lasts_for_a_mutant_alone() -> None:
    slow = Found("training", verdict="timed_out")
    assert slow.lasts(Kind.MUTANT) and not slow.lasts(Kind.CORRECT)
    assert Found("forward", verdict="rejected").lasts(Kind.CORRECT)
    assert not Found("grader_ended").lasts(Kind.MUTANT)


def test_a_result_is_the_same_after_a_round_trip() -> None:
    found = Found("accepted", 3, 3, 0.5, "{}", "accepted", 7, (("import", "values"),))
    assert Found.of(found.record()) == found
    with pytest.raises((KeyError, TypeError)):
        Found.of({"ended": "accepted"})
