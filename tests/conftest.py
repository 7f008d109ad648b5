"""Fixtures that several folders share: a home of its own for each test, and the program itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))  # `processes` and the like, for every folder of tests
SECONDS = 120
"""No command takes this long; a test that gets here hangs."""
OWN = ("QUIZKIT_LANG", "NO_COLOR", "PYTHONIOENCODING", "PYTHONUTF8", "LC_ALL", "LC_MESSAGES")


@dataclass(frozen=True)
class Ran:
    """A finished command."""

    code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.stdout)


Quizkit = Callable[..., Ran]

# What takes long, by path: left out of a plain `pytest`, run by `pytest -m slow` and by CI.
SLOW = (
    "tests/asking/test_interview", "tests/asking/test_six_weeks", "tests/asking/test_storm",
    "tests/authoring/", "tests/bank/test_mutations", "tests/bank/test_patterns",
    "tests/benchmarks/", "tests/naming/", "tests/quizgrad/test_gradcheck_all_ops",
    "tests/quizgrad/test_outside_checkers", "tests/survival/",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of `SLOW`."""
    for item in items:
        if item.path.relative_to(ROOT).as_posix().startswith(SLOW):
            item.add_marker(pytest.mark.slow)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty QUIZKIT_HOME, and an empty working folder that is the current one.

    The cache of the parsed bank is that of the whole run, so that it is parsed once.
    """
    place, work = tmp_path / "home", tmp_path / "work"
    work.mkdir()
    for name in OWN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("QUIZKIT_HOME", str(place))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.chdir(work)
    return place


@pytest.fixture(scope="session")
def warm_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder with the parsed bank in it."""
    place = tmp_path_factory.mktemp("warm")
    run_quizkit("list", "--json", env={"QUIZKIT_HOME": str(place), "LANG": "C.UTF-8"})
    return place / "cache"


@pytest.fixture
def quizkit(home: Path, warm_cache: Path) -> Quizkit:
    """`quizkit("list", "--json")` runs the program in `home` and returns code, stdout, stderr."""
    if not home.exists() and warm_cache.exists():
        home.mkdir()
        (home / "cache").symlink_to(warm_cache)
    return run_quizkit


def run_quizkit(
    *arguments: object,
    env: Mapping[str, str] | None = None,
    stdin: str | bytes = "",
    flags: tuple[str, ...] = (),
    cwd: Path | None = None,
) -> Ran:
    """One run of `python -m quizkit`; `env` over the current environment, `flags` for Python."""
    found = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "reference")))}
    done = subprocess.run(
        [sys.executable, *flags, "-m", "quizkit", *map(str, arguments)],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        env=found | dict(env or {}),
        cwd=cwd,
        timeout=SECONDS,
        check=False,
    )
    return Ran(
        done.returncode,
        done.stdout.decode("utf-8", "replace"),
        done.stderr.decode("utf-8", "replace"),
    )


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT
