"""Patterns of key points: what could be slow is refused, what is used is not."""

from __future__ import annotations

import re
import time

import pytest

from quizkit.bank import load
from quizkit.bank.patterns import parts, slow
from quizkit.model import Criterion, Kind, OpenQuestion, Text
from quizkit.quiz.normalise import folded_words
from quizkit.quiz.open_answer import LONGEST, bounded, ticked

CATASTROPHIC = [
    "(a+)+$", "(a*)*b", "(a|aa)+$", "(a|a?)+$", "(\\w+\\s?)+$", "(a?b?)*c", "((a{1,9}){1,9}){1,9}$",
    "(?:x+x+)+y", "(?=(a+)+b)a",
]  # fmt: skip
FINE = [
    "retain\\w*[^.;]{0,80}graph", "(first|once)\\b[^.;]{0,30}(defin|buil[dt])", "同(一|样)(组|套)?(的)?",
    "\\d+(\\.\\d+)?", "( \\w+){0,3} loss", "x{3}", "[a-z_]+ grad", "非线性.{0,20}激活",
]  # fmt: skip


@pytest.mark.parametrize("pattern", CATASTROPHIC)
def test_what_backtracks_without_end_is_refused(pattern: str) -> None:
    assert slow(pattern) == "nested"


@pytest.mark.parametrize(
    ("pattern", "rule"),
    [("a.*b", "far"), ("[^.;]+b", "far"), ("a.{0,9000}b", "far"), (" +x", "far"), ("a?" * 20, "many"),
     ("x.{0,50}" * 6 + "y", "many"), ("(?:a.{0,50}b.{0,50}){1,3}", "many"), ("\\w*" * 5, "many")],
)  # fmt: skip
def test_so_is_what_reaches_too_far_or_too_often(pattern: str, rule: str) -> None:
    assert slow(pattern) == rule


@pytest.mark.parametrize("pattern", FINE)
def test_what_authors_write_is_not(pattern: str) -> None:
    assert slow(pattern) == ""


def test_no_regular_expression_is_not_this_module_s_business() -> None:
    with pytest.raises(re.error):
        slow("(")


def test_a_pattern_may_join_expressions_and_each_is_judged_alone() -> None:
    joined = f"{FINE[0]} && a|b && {FINE[1]}"
    assert parts(joined) == [FINE[0], "a|b", FINE[1]]
    assert [slow(part) for part in parts(f"{joined} && (a+)+$")] == ["", "", "", "nested"]


def hostile(pattern: str) -> list[str]:
    """Texts of full length made of what the pattern looks for, so that much of it nearly matches."""
    pieces = re.findall(r"[a-z\u4e00-\u9fff]{2,}", pattern) or ["a"]
    return [
        (joint.join(pieces) + joint) * (LONGEST // max(len(joint.join(pieces)), 1))
        for joint in ("", " ", "a")
    ] + [pieces[0] * LONGEST]


def test_every_pattern_of_the_bank_is_fast_on_text_made_against_it() -> None:
    """A catastrophic one would take years; the bound of a minute for all cannot be met by luck."""
    bank = load()
    began = time.monotonic()
    for name in [entry.id for entry in bank.index.values() if entry.kind is Kind.OPEN]:
        question = bank.question(name)
        assert isinstance(question, OpenQuestion)
        for point in question.points:
            for part in (part for pattern in point.patterns for part in parts(pattern)):
                alone = Criterion(point.key, Text("", ""), (f"(?:{part})(?!)",))
                for text in hostile(part):
                    assert not ticked(alone, bounded(folded_words(text)))
    assert time.monotonic() - began < 60


def test_a_long_answer_is_looked_at_up_to_a_bound_and_its_words_are_kept() -> None:
    words = bounded(folded_words("word " * 5000))
    assert len(words) <= LONGEST + LONGEST // 100
    assert bounded("gradient of the loss") == "gradient of the loss"
    assert max(map(len, bounded("x" * 1000).split())) == 100
