"""Colours change nothing but colours, and cost no import."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizkit.bank import load
from quizkit.cli.highlight import STYLES, paint, spans

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
steady = settings(derandomize=True, deadline=None, max_examples=200)
SOURCE = '''@wraps
def f(x):  # 注释
    """A text
    of two lines."""
    return print(x.sum(), 1e-3, f"{x}")
'''


def styled(source: str) -> set[tuple[str, str]]:
    lines = source.split("\n")
    return {(lines[s.line][s.start : s.end], s.style) for s in spans(source)}


def test_words_have_the_colour_of_what_they_are() -> None:
    found = styled(SOURCE)
    assert {("@", "decorator"), ("def", "keyword"), ("f", "name"), ("# 注释", "comment"),
            ("    of two lines.\"\"\"", "string"), ("return", "keyword"), ("print", "builtin"),
            ("1e-3", "number")} <= found  # fmt: skip
    assert ("sum", "builtin") not in found, "a method is none"
    assert {style for _, style in found} <= set(STYLES)


def test_the_code_of_every_question_and_solution_stays_the_same(root: Path) -> None:
    bank = load()
    sources = [getattr(bank.question(name), "code", "") for name in bank.index]
    sources += [file.read_text("utf-8") for file in (root / "exercises").glob("*/solution_*.py")]
    for source in filter(None, sources):
        painted = "\n".join(paint(source))
        assert ESCAPE.sub("", painted) == source
        assert painted != source


@steady
@given(st.text(alphabet="ab'\"\\\n\t #(){}[]@:=1.中f", max_size=60))
def test_text_that_is_no_python_stays_the_same_too(source: str) -> None:
    assert ESCAPE.sub("", "\n".join(paint(source))) == source


@pytest.mark.parametrize("source", ["x = 'open", "if (", "\tx\n  y\n z", "é = 1 $ 2", ""])
def test_broken_code_is_shown_as_it_is(source: str) -> None:
    assert ESCAPE.sub("", "\n".join(paint(source))) == source
