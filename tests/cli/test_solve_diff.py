"""`quizkit solve ID --diff FILE` at the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quizkit.report.layout import cells

Quizkit = Callable[..., Any]


@pytest.fixture
def solution(quizkit: Quizkit) -> str:
    """The reference solution as one would grade it."""
    source: str = quizkit("solve", "embedding", "-f", "numpy", "--raw").stdout
    return source


def diff(quizkit: Quizkit, source: str, *more: str) -> Any:
    Path("embedding.py").write_text(source, encoding="utf-8")
    return quizkit("solve", "embedding", "--diff", "embedding.py", *more)


def test_the_solution_itself_has_no_differing_place(quizkit: Quizkit, solution: str) -> None:
    ran = diff(quizkit, solution)
    assert ran.code == 0 and "No place differs" in ran.stdout
    told = diff(quizkit, solution, "--json").json
    assert (told["schema"], told["places"], told["id"]) == ("quizkit.diff/1", 0, "embedding")
    assert {part["outcome"] for part in told["parts"]} == {"same"}


def test_other_names_are_told_and_count_for_nothing(quizkit: Quizkit, solution: str) -> None:
    ran = diff(quizkit, solution.replace("mask", "valid"))
    assert "valid is mask" in ran.stdout and "same up to names" in ran.stdout


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_both_sides_of_a_place_are_shown_with_their_lines(
    quizkit: Quizkit, solution: str, lang: str
) -> None:
    ran = diff(quizkit, solution.replace("grad_out.sum(0)", "grad_out.mean(0)"), "--lang", lang)
    assert "grad_out.mean(0)" in ran.stdout and "grad_out.sum(0)" in ran.stdout
    lines = Path("embedding.py").read_text(encoding="utf-8").splitlines()
    number = next(n for n, line in enumerate(lines, 1) if "grad_out.mean(0)" in line)
    assert (f"line {number}" if lang == "en" else f"第 {number} 行") in ran.stdout
    assert max(map(cells, ran.stdout.splitlines())) <= 80


def test_the_framework_is_what_the_file_says(quizkit: Quizkit) -> None:
    source = quizkit("solve", "embedding", "-f", "torch", "--raw").stdout
    assert diff(quizkit, source, "--json").json["framework"] == "torch"
    ran = diff(quizkit, source, "-f", "numpy")
    assert ran.code == 2 and "torch" in ran.stderr


@pytest.mark.parametrize("source", ["def (\n", "x = 1\0\n", "(" * 5000, ""])
def test_what_is_no_python_is_one_message(quizkit: Quizkit, source: str) -> None:
    ran = diff(quizkit, source, "-f", "numpy")
    assert (ran.code, ran.stdout) == ((0, ran.stdout) if source == "" else (2, ""))
    assert len(ran.stderr.splitlines()) == (0 if source == "" else 1)
