"""`quizkit grade` launches the grader's process before anything else is imported here.

Its imports (pytest, NumPy, the reference) and those of the learner's side then run beside ours.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

from quizkit.grading.process import launch

if TYPE_CHECKING:
    from quizkit.grading.client import Grader

waiting: list[subprocess.Popen[str]] = []


def start_grader(arguments: Sequence[str]) -> None:
    """Launch a grader unless the command is one that needs none."""
    if {"-h", "--help"} & set(arguments):
        return
    file = next((name for name in arguments if name.endswith(".py") and os.path.isfile(name)), "")
    waiting.append(launch(likely_framework(arguments, file), file))


def likely_framework(arguments: Sequence[str], file: str) -> str:
    """The framework that will be graded, where that can be told without a look at the bank.

    A guess for the sake of speed: the option, the file's first line, numpy where PyTorch is not.
    """
    if any(name.startswith(("--python", "--untrusted", "--backend")) for name in arguments):
        return ""
    for option in ("-f", "--framework"):
        if option in arguments[:-1]:
            return known(arguments[arguments.index(option) + 1])
    said = known(last_word_of_first_line(file)) if file else ""
    return said or ("numpy" if find_spec("torch") is None else "")


def known(name: str) -> str:
    """`name` if it is a framework's."""
    return name if name in ("numpy", "torch") else ""


def last_word_of_first_line(file: str) -> str:
    """`torch` of `# quizkit: mlp torch`."""
    try:
        with open(file, "rb") as stream:
            words = stream.readline(200).decode("utf-8", "replace").split()
    except OSError:  # said in words by the command itself
        return ""
    return words[-1] if words else ""


def take_grader(python: str, require: Sequence[str] = (), backend: str = "auto") -> Grader:
    """The launched grader, or a new one; `require` and `backend` as in `Grader`."""
    from quizkit.grading.client import Grader

    return Grader(python, require, waiting.pop() if waiting else None, backend)
