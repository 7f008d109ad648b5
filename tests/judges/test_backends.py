"""PyTorch files of the bank are judged alike on PyTorch and on quizgrad in its place."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="compares quizgrad with the real PyTorch")
sys.path.insert(0, str(Path(__file__).parent))

from bank_on_both import REFUSED, both, compare, exercises  # the path comes first

from quizkit.grading.client import Grader

EXERCISES = exercises()


@pytest.fixture(scope="module")
def graders() -> Iterator[list[Grader]]:
    """One grader on each."""
    with ExitStack() as stack:
        yield both(stack)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", EXERCISES)
def test_every_file_ends_alike_on_both(name: str, graders: list[Grader]) -> None:
    found = list(compare(EXERCISES[name], graders))
    assert found
    assert [pair for pair in found if not pair.same and pair.name not in REFUSED] == []
    for pair in found:
        if pair.name in REFUSED:
            assert pair.quizgrad[0] == "unsupported", pair
