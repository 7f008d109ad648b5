"""The program started as people start it, its processes watched, and how often a thing is tried.

`QUIZKIT_SURVIVAL=100` (or 1000) repeats what is repeated that many times; CI takes a few.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from processes import Started, below

linux = sys.platform == "linux"
SOURCE = "# quizkit: embedding numpy\n{top}\n{solution}\n{bottom}\n"
Start = Callable[..., Started]
Write = Callable[..., Path]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """These tests look at processes through /proc."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents and not linux:
            item.add_marker(pytest.mark.skip(reason="reads /proc"))


@pytest.fixture
def times() -> Callable[[int], int]:
    """`times(10)`: how often to try, 10 unless the environment asks for more."""
    return lambda usual: int(os.environ.get("QUIZKIT_SURVIVAL", usual))


@pytest.fixture
def dice() -> random.Random:
    """The moments at which things happen; the same in every run."""
    return random.Random(20261126)


@pytest.fixture
def write(root: Path, home: Path) -> Write:
    """`write(top=..., bottom=...)`: the solution of `embedding` with lines around it."""

    def make(top: str = "", bottom: str = "", name: str = "embedding.py") -> Path:
        solution = (root / "exercises/embedding/solution_numpy.py").read_text(encoding="utf-8")
        path = Path(name).absolute()
        path.write_text(SOURCE.format(top=top, solution=solution, bottom=bottom), encoding="utf-8")
        return path

    return make


@pytest.fixture
def start(home: Path, root: Path) -> Iterator[Start]:
    """`start("grade", file)`: the program, running; whatever is left of it ends with the test."""
    found: list[Started] = []

    def run(*arguments: object, command: tuple[str, ...] = (), **options: object) -> Started:
        path = os.pathsep.join(map(str, (root, root / "reference")))
        program = [*command, sys.executable, "-m", "quizkit", *map(str, arguments)]
        pipes: dict[str, object] = {name: subprocess.PIPE for name in ("stdout", "stderr")}
        given: dict[str, object] = {"stdin": subprocess.DEVNULL, **pipes, **options}
        found.append(Started(program, env=os.environ | {"PYTHONPATH": path}, text=True, **given))
        return found[-1]

    yield run
    for started in found:
        started.end(below(started.pid))
