"""What authors wrote fits 80 columns, and `solve` tells all that explains an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from quizkit import paths
from quizkit.bank import survey
from quizkit.cli.screen import blocks
from quizkit.report.layout import cells

Quizkit = Callable[..., Any]
NUMBERED = 73  # columns left for code beside its line numbers
KINDS = ("stream-with-two-workers", "momentum-steps", "second-backward", "head-after-optimizer")


def too_wide(text: str, width: int = 80) -> list[str]:
    return [line for line in text.splitlines() if cells(line) > width]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_line_of_a_statement_is_wider_than_a_screen(root: Path, lang: str) -> None:
    """`start` writes it into the file as it is."""
    for prompt in sorted((root / "exercises").glob(f"*/prompt.{lang}.md")):
        assert not too_wide(prompt.read_text(encoding="utf-8")), prompt


def code_shown() -> Iterator[tuple[str, str, int]]:
    bank, _ = survey(paths.content())
    for question in map(bank.question, bank.index):
        yield question.id, getattr(question, "code", ""), NUMBERED
        if question.example is not None:
            yield question.id, question.example.code, 80
            yield question.id, question.example.prints, 80


def test_no_line_of_a_question_s_code_is_wider_than_a_screen() -> None:
    found = {id: wide for id, code, width in code_shown() if (wide := too_wide(code, width))}
    assert not found


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("id", [*KINDS, "simple-embedding-model"])
def test_solve_wraps_the_answer_and_says_where_people_go_wrong(
    quizkit: Quizkit, id: str, lang: str
) -> None:
    ran = quizkit("solve", id, "--lang", lang)
    assert ran.code == 0 and not too_wide(ran.stdout)
    assert ("容易错的地方：" if lang == "zh" else "Where people go wrong: ") in ran.stdout


def test_solve_explains_every_choice_and_every_step_of_a_number(quizkit: Quizkit) -> None:
    choices = quizkit("solve", "stream-with-two-workers", "--lang", "en").stdout
    assert all(f"\n  {sign}. " in choices for sign in ("+ A", "- B", "- C", "- D"))
    assert "\n- Step 1: " in quizkit("solve", "momentum-steps", "--lang", "en").stdout


def test_solve_keeps_the_lines_of_outputs_and_of_repairs(quizkit: Quizkit) -> None:
    outputs = quizkit("solve", "second-backward", "--lang", "en").stdout
    assert "\n  expected:\n    [2.0, 2.0]\n    RuntimeError\n    [-2.0, -2.0]\n" in outputs
    repair = quizkit("solve", "head-after-optimizer", "--lang", "en").stdout
    assert "\n    optimizer.add_param_group(" in repair


def test_a_paragraph_broken_in_the_source_reads_as_it_was_written() -> None:
    """Latin words part with a space, Chinese characters and full-width punctuation do not."""
    assert list(blocks("one\ntwo")) == ["one two"]
    assert list(blocks("前一行\n后一行")) == ["前一行后一行"]
    assert list(blocks("返回 logits，\n`x` 不变；取\n（也许）值 n\n次")) == [
        "返回 logits，`x` 不变；取（也许）值 n 次"
    ]
