"""README's first screen is what the program says today."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / ".build" / "recording.py"


@pytest.fixture(scope="module")
def recording() -> ModuleType:
    if sys.platform == "win32":
        pytest.skip("there is no pseudo-terminal here")
    spec = importlib.util.spec_from_file_location("recording", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_session_in_the_readme_is_the_one_that_the_program_gives(recording: ModuleType) -> None:
    """Where they differ: look at the new one, then `python .build/recording.py --write`."""
    readme = recording.README.read_text(encoding="utf-8")
    assert readme == recording.placed(readme, recording.recorded())


def test_no_line_is_wider_than_the_terminal(recording: ModuleType) -> None:
    block = recording.README.read_text("utf-8").partition(recording.BEGIN)[2]
    lines = block.partition(recording.END)[0].splitlines()
    assert len(lines) > 40 and max(map(len, lines)) <= 4 + recording.COLUMNS
