"""Titles in a row break between two of them."""

from __future__ import annotations

import pytest

from quizkit.report.layout import cells, clip, wrap_titles

ZH = "文件可以加载、参数：名称与形状、输出形状、dtype：保持 float64、输出均为有限值、前向：输出值"
EN = "the file loads, parameters: names, output shape, finite output, forward: output values"


@pytest.mark.parametrize("text", [ZH, EN])
@pytest.mark.parametrize("width", [24, 30, 41, 60, 200])
def test_no_title_is_broken_and_none_lost(text: str, width: int) -> None:
    lines = wrap_titles(text, width)
    assert all(cells(line) <= width for line in lines)
    assert all(line.endswith(("、", ",")) for line in lines[:-1])
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_title_wider_than_the_column_is_wrapped_within_itself() -> None:
    lines = wrap_titles("one, a title of very many words indeed, two", 16)
    assert lines == ["one,", "a title of very", "many words", "indeed, two"]


def test_what_is_cut_says_so() -> None:
    assert clip("a long title", 9) == "a long..."
    assert clip("带掩码的缩放点积", 9) == "带掩码..."
    assert clip("short", 5) == "short"
