"""A small bank of one exercise, changed as a scenario says; a cache of each test's own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
collect_ignore = ["bank"]
Change = Callable[..., Path]


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """QUIZKIT_HOME in a folder of this test."""
    home = tmp_path / "home"
    monkeypatch.setenv("QUIZKIT_HOME", str(home))
    return home


@pytest.fixture
def changed(tmp_path: Path) -> Change:
    """`changed(edits=..., copy=..., absent=...)`: the folder of a bank with `double` so changed."""

    def make(
        edits: Mapping[str, list[str]] | None = None,
        copy: Mapping[str, str] | None = None,
        absent: tuple[str, ...] = (),
        **_: Any,
    ) -> Path:
        bank = tmp_path / "bank"
        shutil.copytree(HERE / "bank", bank, ignore=shutil.ignore_patterns("__pycache__"))
        exercise = bank / "double"
        for name, (old, new) in (edits or {}).items():
            text = (exercise / name).read_text("utf-8")
            assert old in text, f"{name}: {old}"
            (exercise / name).write_text(text.replace(old, new), "utf-8")
        for source, target in (copy or {}).items():
            shutil.copy(exercise / source, exercise / target)
        for name in absent:
            (exercise / name).unlink()
        return bank

    return make
