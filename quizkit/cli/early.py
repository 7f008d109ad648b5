"""`quizkit grade` launches the grader's process before anything else is imported here.

Its imports (pytest, NumPy, the reference) then run beside ours on another core.
"""

from __future__ import annotations

from collections.abc import Sequence

from quizkit.grading.client import Grader

waiting: list[Grader] = []


def start_grader(arguments: Sequence[str]) -> None:
    """Launch a grader unless the command is one that needs none."""
    if {"-h", "--help", "--watch"} & set(arguments):
        return
    grader = Grader()
    grader.start()
    waiting.append(grader)


def take_grader(python: str, require: Sequence[str] = ()) -> Grader:
    """The launched grader, or a new one; `require` as in `Grader`."""
    grader = waiting.pop() if waiting else Grader()
    grader.python, grader.require = python, tuple(require)
    return grader
