"""Many gradings in a row by one warm grader: the same verdict each time, and nothing piles up.

A few dozen in CI; `QUIZKIT_SURVIVAL=1000 pytest tests/survival/test_repeated.py` does a thousand.
"""

from __future__ import annotations

import os
import resource
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest
from processes import below

from quizkit.bank import load
from quizkit.grading.client import Grader
from quizkit.model import Exercise, Framework, Limits, Submission

WARM = 6
GROWTH_MB = 8
PAGE = resource.getpagesize()
LIMITS = Limits(60.0, 512, 64)
CRASH = b"\n\ndef train_step(model, x, y, lr):\n    import ctypes\n    ctypes.string_at(8)\n"


@dataclass(frozen=True)
class State:
    """What could pile up: processes, open files of ours and of theirs, temporary files."""

    processes: int
    own_files: int
    their_files: int
    temporary: tuple[str, ...]


def state(folder: Path) -> State:
    family = below(os.getpid())
    theirs = 0
    if os.geteuid() == 0:  # others may not look into a process that guards its memory
        theirs = sum(len(os.listdir(f"/proc/{pid}/fd")) for pid in family)
    mine = len(os.listdir("/proc/self/fd"))
    return State(len(family), mine, theirs, tuple(os.listdir(folder)))


def memory_mb() -> int:
    """What this process and all below it hold in memory."""
    family = {os.getpid()} | below(os.getpid())
    pages = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in family]
    return sum(pages) * PAGE >> 20


@pytest.fixture
def folder(tmp_path: Path, monkeypatch) -> Iterator[Path]:
    """The folder for temporary files of this test and of all that it starts."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setenv("TMPDIR", str(place))
    monkeypatch.setattr(tempfile, "tempdir", None)
    yield place


@pytest.fixture
def exercise(root: Path, home: Path) -> Exercise:
    found = load([root / "exercises"]).find("embedding")
    assert isinstance(found, Exercise)
    return found


def submissions(exercise: Exercise) -> dict[str, Submission]:
    """One that is right, one that is wrong, one that crashes; by their verdicts."""
    folder = Path(exercise.folder)
    right = (folder / "solution_numpy.py").read_bytes()
    wrong = (folder / "wrong" / "mean_over_length_numpy.py").read_bytes()
    sources = {"accepted": right, "rejected": wrong, "crashed": right + CRASH}
    return {
        kind: Submission.of(exercise.id, Framework.NUMPY, "embedding.py", source)
        for kind, source in sources.items()
    }


def test_many_gradings_in_a_row(
    exercise: Exercise, folder: Path, times: Callable[[int], int]
) -> None:
    kinds = submissions(exercise)
    total = WARM + times(42)
    with Grader() as grader:
        for turn in range(total):
            if turn == WARM:
                before = state(folder)
            if turn == total // 2:  # until then pytest and NumPy fill caches of their own
                heavy = memory_mb()
            kind = tuple(kinds)[turn % len(kinds)]
            (verdict,) = grader.grade(kinds[kind], exercise, [turn % 5], LIMITS)
            assert verdict.verdict == kind, (turn, verdict.code, verdict.facts)
        assert state(folder) == before
        assert memory_mb() - heavy < GROWTH_MB
    assert not below(os.getpid()) and not os.listdir(folder)


def test_two_graders_at_once_do_not_disturb_each_other(
    exercise: Exercise, folder: Path, times: Callable[[int], int]
) -> None:
    kinds = submissions(exercise)
    found: dict[str, list[str]] = {kind: [] for kind in kinds}

    def grade(kind: str) -> None:
        with Grader() as grader:
            for turn in range(times(3)):
                (verdict,) = grader.grade(kinds[kind], exercise, [turn], LIMITS)
                found[kind].append(str(verdict.verdict))

    threads = [Thread(target=grade, args=(kind,)) for kind in kinds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {kind: [kind] * times(3) for kind in kinds}
    assert not os.listdir(folder)
