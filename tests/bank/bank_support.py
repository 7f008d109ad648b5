"""Banks for the tests: the valid one, and copies of it with files added, replaced or taken away."""

from __future__ import annotations

import shutil
from pathlib import Path

HERE = Path(__file__).parent
VALID = HERE / "valid"
SCENARIOS = HERE / "scenarios"
ABSENT = "absent.txt"
EXPECTED = "expected.txt"


def overlaid(scenario: Path, target: Path) -> Path:
    """A copy of the valid bank with the files of `scenario` laid over it.

    `absent.txt` names files and folders to take away, one a line.
    """
    shutil.copytree(VALID, target, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(scenario, target, dirs_exist_ok=True)
    absent = target / ABSENT
    for name in absent.read_text("utf-8").split() if absent.is_file() else ():
        gone = target / name
        shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    for name in (ABSENT, EXPECTED):
        (target / name).unlink(missing_ok=True)
    return target
