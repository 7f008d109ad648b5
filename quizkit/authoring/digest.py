"""Digests of everything a proof stands on: it holds while its digest is the same."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import quizkit
from quizkit import paths
from quizkit.authoring.task import Task
from quizkit.grading.process import import_path
from quizkit.model import AnyQuestion, Exercise

GRADING = ("quizkit/grading", "quizkit/sandbox", "quizgrad")
"""The packages that take part in a verdict."""
PLAIN = ("prompt.", "starter_", "solution_", "exercise.yaml")
"""Files of an exercise that take no part in grading another of its files."""


def question_key(question: AnyQuestion) -> str:
    """A question's whole record, and the versions of what runs its code."""
    return _digest(["question", repr(question), quizkit.__version__, *versions()])


def task_key(task: Task) -> str:
    """A source, its seeds, and all that grades it."""
    limits = task.limits or task.exercise.limits
    about = [str(task.framework), repr(task.seeds), f"{limits.memory_mb} {limits.output_kb}"]
    return _digest([engine(), _grader(task.exercise), *about, task.source])


@cache
def engine() -> str:
    """The grader, the sandbox, the reference, and the versions under them."""
    files = [
        file
        for root in map(Path, import_path())
        for part in GRADING
        for file in sorted((root / part).rglob("*.py"))
        if "diagnosis" not in file.parts  # it words a verdict and takes no part in it
    ]
    return _digest([*versions(), *(file.read_bytes() for file in files)])


@cache
def versions() -> tuple[str, ...]:
    """Python, NumPy and PyTorch, as they are here."""
    found = [f"Python {platform.python_version()}"]
    for name, title in (("numpy", "NumPy"), ("torch", "PyTorch")):
        try:
            found.append(f"{title} {version(name)}")
        except PackageNotFoundError:
            found.append(f"no {title}")
    return tuple(found)


def _grader(exercise: Exercise) -> str:
    """What of an exercise decides verdicts: the checks, what they import and read, its entries."""
    about = (exercise.entries, exercise.groups, tuple(exercise.weights.items()))
    files = sorted(file for file in Path(exercise.folder).iterdir() if file.is_file())
    grading = [file for file in files if not file.name.startswith(PLAIN)]
    data = [
        file
        for name in exercise.data
        for file in sorted((paths.content() / "data").glob(f"{name}.*"))
    ]
    return _digest([repr(about), *(part for file in grading + data for part in _named(file))])


def _named(file: Path) -> tuple[str, bytes]:
    return file.name, file.read_bytes()


def _digest(parts: Iterable[str | bytes]) -> str:
    made = hashlib.sha256()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        made.update(b"%d:" % len(raw) + raw)
    return made.hexdigest()
