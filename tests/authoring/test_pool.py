"""Work shared among workers: every result comes, and however it ends nothing is left running."""

from __future__ import annotations

import threading

import pytest

from quizkit.authoring import pool
from quizkit.errors import EnvironmentFault
from quizkit.grading.client import Grader


def test_every_item_gets_its_result() -> None:
    found = dict(pool.each(range(20), lambda item, _: item * item, workers=3))
    assert found == {item: item * item for item in range(20)}


def test_nothing_to_do_is_done() -> None:
    assert list(pool.each([], lambda item, _: item)) == []


def test_a_worker_keeps_its_grader() -> None:
    graders = {id(grader) for _, grader in pool.each(range(8), lambda _, grader: grader, workers=1)}
    assert len(graders) == 1


def test_an_exception_of_the_work_is_raised_here_and_the_workers_end() -> None:
    def work(item: int, _: Grader) -> int:
        if item == 3:
            raise ValueError("three")
        return item

    before = threading.active_count()
    with pytest.raises(ValueError, match="three"):
        list(pool.each(range(50), work, workers=2))
    assert threading.active_count() == before


def test_leaving_early_ends_the_graders_that_work() -> None:
    """A grading that would never end is not waited for."""
    started = threading.Event()
    seen: list[Grader] = []

    def work(item: int, grader: Grader) -> str:
        if item == 0:
            started.wait(60)
            return "first"
        seen.append(grader)
        grader.start()
        started.set()
        assert grader._process is not None and grader._process.stdout is not None
        if not grader._process.stdout.readline():  # nothing was asked: nothing will come
            raise EnvironmentFault("grader_ended")
        return "never"

    running = pool.each([0, 1, 2, 3], work, workers=2)
    assert next(running) == (0, "first")
    running.close()
    assert seen and all(grader._process is None for grader in seen)
