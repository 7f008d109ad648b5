"""A file of signatures alone imports, and is judged as nothing written yet."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from quizkit.cli.blank import signatures
from quizkit.model import Outcome, Verdict, VerdictKind

ROOT = Path(__file__).resolve().parents[2]
STARTERS = [
    file
    for file in sorted((ROOT / "exercises").glob("*/starter_*.py"))
    if not (file.stem.endswith("_torch") and find_spec("torch") is None)
]


@pytest.mark.parametrize("file", STARTERS, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_blank_file_loads_and_fails_by_what_is_not_written(
    grade: Callable[..., Verdict], file: Path
) -> None:
    framework = file.stem.rpartition("_")[2]
    verdict = grade(file.parent, framework, signatures(file.read_text(encoding="utf-8")))
    outcomes = {check.id: check for check in verdict.checks}
    assert verdict.verdict is VerdictKind.ERROR
    assert outcomes["import"].outcome is Outcome.PASSED
    first = next(check for check in verdict.checks if check.outcome is Outcome.FAILED)
    assert first.code == "not_implemented"
