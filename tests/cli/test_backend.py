"""`grade --backend`: PyTorch files without PyTorch, and how the verdict says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Quizkit = Callable[..., Any]
SAYS = {"en": "on quizgrad 0", "zh": "由 quizgrad 0"}


@pytest.fixture
def solved(quizkit: Quizkit) -> str:
    """A file with the PyTorch solution."""
    source = quizkit("solve", "embedding", "-f", "torch", "--raw").stdout
    Path("mine.py").write_text(source, encoding="utf-8")
    return source


@pytest.mark.parametrize("lang", SAYS)
def test_the_screen_names_what_took_pytorchs_place(
    quizkit: Quizkit, solved: str, lang: str
) -> None:
    ran = quizkit("grade", "mine.py", "--backend", "quizgrad", "--lang", lang)
    assert ran.code == 0
    assert SAYS[lang] in ran.stdout and "PyTorch" in ran.stdout


def test_the_json_has_framework_and_backend(quizkit: Quizkit, solved: str) -> None:
    told = quizkit("grade", "mine.py", "--backend", "quizgrad", "--json").json
    assert (told["verdict"], told["framework"]) == ("accepted", "torch")
    assert told["backend"].startswith("quizgrad ")


@pytest.mark.parametrize("lang", SAYS)
def test_what_quizgrad_lacks_is_named_with_the_way_to_pytorch(
    quizkit: Quizkit, solved: str, lang: str
) -> None:
    Path("mine.py").write_text(f"{solved}\ntorch.compile\n", encoding="utf-8")
    ran = quizkit("grade", "mine.py", "--backend", "quizgrad", "--lang", lang)
    assert ran.code == 4
    assert "torch.compile" in ran.stdout and "download.pytorch.org/whl/cpu" in ran.stdout


def test_another_backend_is_a_usage_error_that_lists_them(quizkit: Quizkit, solved: str) -> None:
    ran = quizkit("grade", "mine.py", "--backend", "jax")
    assert ran.code == 2 and "auto, torch, quizgrad" in ran.stderr
