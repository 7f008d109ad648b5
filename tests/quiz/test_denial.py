"""What an answer denies is not ticked; what it only seems to deny is."""

from __future__ import annotations

import re

import pytest

from quizkit.model import Criterion, Text
from quizkit.quiz.denial import denied, negative, sentences
from quizkit.quiz.normalise import folded_words
from quizkit.quiz.open_answer import ticked, ways

DENIED = [
    "you do not need to switch to <eval> mode",
    "dont use <eval> here",
    "there is no need for <eval>() or anything like it",
    "it works without <eval>",
    "instead of <eval> I lower the rate",
    "<eval> mode is not needed",
    "<eval> isn't important",
    "<eval> mode is a waste of time",
    "<eval> has no effect",
    "I don't think that <eval> helps",
    "I am not sure whether it is <eval>",
    "it is a myth that one calls <eval>",
    "many people say <eval> but it changes nothing",
    "use <eval>. that is wrong",
    "neither train nor <eval>",
    "不需要切到 <eval>",
    "不用 <eval>",
    "没必要先 <eval>",
    "<eval> 没有用",
    "<eval> 是多余的",
    "有人说要 <eval>",
    "要先 <eval>，这是错的",
    "我不知道要不要 <eval>",
    "误以为需要 <eval>",
]
SAID = [
    "call <eval> first",
    "not only no_grad but also <eval>",
    "don't forget <eval>",
    "one cannot do without <eval>",
    "if you do not zero them <eval> differs",
    "it is not dropout, <eval> matters",
    "<eval> so that dropout does not differ",
    "no matter what, <eval>",
    "dropout is not deterministic. <eval> switches it off",
    "不仅要 no_grad，还要 <eval>",
    "不是 train 而是 <eval>",
    "别忘了 <eval>",
    "不一样的是 <eval>",
    "是不是 <eval> 都先切一下",
    "如果没有 no_grad，<eval> 也要",
]


def judged(marked: str) -> bool:
    """Whether the word in angle brackets is denied."""
    words = sentences(folded_words(marked.replace("<", "").replace(">", "")))
    place = words.index("eval")
    return denied(words, place, place + 4)


@pytest.mark.parametrize("text", DENIED)
def test_a_negation_a_dismissal_or_a_claim_called_false_denies(text: str) -> None:
    assert judged(text)


@pytest.mark.parametrize("text", SAID)
def test_a_negation_of_something_else_does_not(text: str) -> None:
    assert not judged(text)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [("no softmax", True), ("不(需要)?缩放", True), ("(does|is)n'?t", True), ("is ?n.t", True),
     ("softmax", False), ("non-?linear", False), ("不同的图", False), ("notation", False)],
)  # fmt: skip
def test_a_pattern_may_itself_look_for_a_negation(pattern: str, expected: bool) -> None:
    assert negative(pattern) is expected


def said(pattern: str, text: str) -> bool:
    """Whether a point with this pattern is ticked in a folded text."""
    return ticked(Criterion("key", Text("", ""), (pattern,)), sentences(folded_words(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("the gradient goes to the argmax", True), ("argmax receives the gradient", True),
     ("the gradient is computed. argmax is not", False), ("argmax only", False),
     ("no gradient for the argmax", False), ("gradient " + "of that " * 20 + "argmax", False)],
)  # fmt: skip
def test_two_joined_expressions_must_stand_in_one_sentence(text: str, expected: bool) -> None:
    assert said("gradient && argmax|winner", text) is expected


def test_dots_in_code_end_no_sentence() -> None:
    assert said("save[^.;]{0,40}tensors", "save with ctx.save_for_backward, 0.5 of the tensors")
    assert not said("save[^.;]{0,40}tensors", "save it. tensors are fast")


def test_a_gap_takes_as_little_as_it_can() -> None:
    text = "keeps tensors, does not keep the tensors of the other pass"
    assert said("keep[^.;]{0,60}tensors", text)


@pytest.mark.parametrize(
    "pattern", ["a|b", r"(a|b)|c\||[|)]", "x(?:a|(b|c))", r"[^]|]|\(|\[|", "a"]
)
def test_the_ways_of_a_pattern_together_match_what_it_matches(pattern: str) -> None:
    found = ways(pattern)
    assert "|".join(found) == pattern
    for way in found:
        re.compile(way)
