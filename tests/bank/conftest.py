"""A cache folder of each test's own; the stand-in files of exercises are not tests."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))

collect_ignore = ["valid", "scenarios"]


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """QUIZKIT_HOME in a folder of this test."""
    home = tmp_path / "home"
    monkeypatch.setenv("QUIZKIT_HOME", str(home))
    return home


@pytest.fixture
def bank_folder(tmp_path: Path) -> Path:
    """A valid bank that the test may change."""
    from bank_support import VALID, overlaid

    return overlaid(VALID, tmp_path / "bank")
