"""The five kinds of question: what is right, what is wrong, and what is said about the form."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizkit import quiz
from quizkit.model import (
    LANGS,
    AnyQuestion,
    Choice,
    ChoiceQuestion,
    Criterion,
    Difficulty,
    FindBugQuestion,
    Kind,
    NumericQuestion,
    OpenQuestion,
    Parameter,
    PredictQuestion,
    Text,
    Tolerance,
)
from quizkit.quiz import predict
from quizkit.quiz.choice import chosen_keys

steady = settings(derandomize=True, deadline=None, max_examples=200)
SAME = Text("why", "原因")
BASE: dict[str, Any] = {
    "id": "a-question", "revision": 1, "topic": "autograd", "difficulty": Difficulty.MID,
    "asked": 1,
    "title": Text("A title", "标题"), "prompt": Text("What is it?", "这是什么？"),
    "explanation": SAME, "sources": (),
}  # fmt: skip


def full_width(text: str) -> str:
    """ASCII as a Chinese input method types it."""
    return "".join(chr(ord(char) + 0xFEE0) if 33 <= ord(char) <= 126 else char for char in text)


def choice(right: str, select: Any = "several") -> ChoiceQuestion:
    """Four choices of which the keys in `right` are right."""
    keys = {"a": "no-grad", "b": "detach", "c": "clone", "d": "item"}
    choices = tuple(
        Choice(key, Text(f"text {key}", f"选项 {key}"), letter in right, SAME)
        for letter, key in keys.items()
    )
    return ChoiceQuestion(**BASE, kind=Kind.CHOICE, select=select, choices=choices)


def numeric(**more: Any) -> NumericQuestion:
    """12 * n."""
    given = {"params": {"n": Parameter(of=(1, 2, 3))}, "answer": "12 * n"} | more
    return NumericQuestion(**BASE, kind=Kind.NUMERIC, **given)


def predicts(prints: str, raises: str = "") -> PredictQuestion:
    return PredictQuestion(**BASE, kind=Kind.PREDICT, code="", prints=prints, raises=raises)


CODE = "x = torch.ones(2, 3)\nfor i in range(3):\n    y = x.view(-1)\nprint('a', y)\n"


def bug() -> FindBugQuestion:
    return FindBugQuestion(
        **BASE, kind=Kind.FIND_BUG, code=CODE, line=3, also_lines=(1,), prints="a\n",
        fixes=("    y = x.flatten(1)", "    y = torch.flatten(x, 1)  # all but the batch"),
    )  # fmt: skip


def opened() -> OpenQuestion:
    points = (
        Criterion("sum", Text("adds up", "累加"), (r"add(s|ed)? up", "累加"), 2),
        Criterion("repeat", Text("repeated ids", "重复的 id"), (r"repeated", "重复"), 2),
        Criterion("sparse", Text("sparse", "稀疏"), (r"sparse", "稀疏"), 1),
    )
    prompt = Text(
        "How does the gradient of repeated ids reach the table?", "重复的 id 的梯度如何到达词表？"
    )
    return OpenQuestion(
        **BASE | {"prompt": prompt},
        kind=Kind.OPEN,
        points=points,
        answer=Text("They add up.", "累加。"),
    )


ALL: list[AnyQuestion] = [choice("b"), numeric(), predicts("3.0\n"), bug(), opened()]


@pytest.mark.parametrize("question", ALL, ids=lambda q: str(q.kind))
@pytest.mark.parametrize("lang", LANGS)
def test_every_kind_says_what_an_answer_looks_like(question: AnyQuestion, lang: Any) -> None:
    line = quiz.form(question, lang)
    assert line and "\n" not in line
    assert (lang == "zh") == any("\u4e00" <= char <= "\u9fff" for char in line)


@pytest.mark.parametrize("question", ALL, ids=lambda q: str(q.kind))
def test_every_kind_names_what_is_right_in_both_languages(question: AnyQuestion) -> None:
    marking = quiz.mark(question, "", {"n": 1})
    assert not marking.correct and marking.score == 0.0
    assert marking.expected.en and marking.expected.zh


@pytest.mark.parametrize("question", ALL, ids=lambda q: str(q.kind))
@steady
@given(text=st.text() | st.text(st.sampled_from("0123456789.[]{}():,'\"-+*/ \nabceinftrue\\")))
def test_no_answer_breaks_the_marking(question: AnyQuestion, text: str) -> None:
    marking = quiz.mark(question, text, {"n": 2})
    assert 0.0 <= marking.score <= 1.0
    assert marking.correct <= (marking.score > 0)


@pytest.mark.parametrize("question", ALL, ids=lambda q: str(q.kind))
@pytest.mark.parametrize(
    "text",
    ["9" * 5000, "(" * 5000, "{[]: 1}", "{[1]}", "[" * 500 + "]" * 500, "1e999", "-8^0.5",
     "10" + "0" * 400, "\0", "\ud800", "3: " + "x." * 3000, "tensor(" * 50],
)  # fmt: skip
def test_hostile_answers_are_merely_wrong(question: AnyQuestion, text: str) -> None:
    assert not quiz.mark(question, text, {"n": 2}).correct


@pytest.mark.parametrize(
    ("right", "typed"),
    [("b", "b"), ("b", " B "), ("b", "detach"), ("b", "ｂ"), ("b", "Ｂ。"), ("ac", "a, c"),
     ("ac", "AC"), ("ac", "ca"), ("ac", "a；c"), ("ac", "Ａ、Ｃ"), ("ac", "no-grad clone"),
     ("ac", "a clone"), ("ac", "a,a,c"), ("abcd", "abcd"), ("ac", "A，C")],
)  # fmt: skip
def test_choices_may_be_named_in_many_ways(right: str, typed: str) -> None:
    marking = quiz.mark(choice(right), typed)
    assert marking.correct and marking.score == 1.0, marking


@pytest.mark.parametrize("typed", ["a", "c", "ab", "abc", "clone", "a c e"])
def test_only_exactly_the_right_choices_are_right(typed: str) -> None:
    assert not quiz.mark(choice("ac"), typed).correct


@pytest.mark.parametrize("typed", ["e", "z", "nothing", "1", "detach!"])
def test_what_names_no_choice_is_said_to(typed: str) -> None:
    assert quiz.mark(choice("b"), typed).note == "not_a_choice"


@steady
@given(seed=st.integers(), right=st.sets(st.sampled_from("abcd"), min_size=1))
def test_letters_are_those_of_the_order_shown(seed: int, right: set[str]) -> None:
    question = choice("".join(right))
    order = quiz.shuffle(question, seed)
    keys = [item.key for item in question.choices]
    assert sorted(order) == sorted(keys) and order == quiz.shuffle(question, seed)
    wanted = {item.key for item in question.choices if item.correct}
    letters = "".join("abcd"[index] for index, key in enumerate(order) if key in wanted)
    marking = quiz.mark(question, letters, {}, order)
    assert marking.correct
    shown = [part[0].lower() for part in marking.expected.en.split("; ")]
    assert "".join(shown) == letters
    others = "".join(set("abcd") - set(letters))
    assert not others or not quiz.mark(question, others, {}, order).correct


def test_some_seed_gives_another_order() -> None:
    assert len({quiz.shuffle(choice("a"), seed) for seed in range(50)}) > 5


def test_other_kinds_have_no_order() -> None:
    assert quiz.shuffle(numeric(), 1) == ()


def test_a_key_of_letters_is_a_key_first() -> None:
    assert chosen_keys("ab", ["ab", "ba"], ["ab", "ba"]) == {"ab"}


@pytest.mark.parametrize(
    "typed", ["24", "24.0", "２４", "= 24", "2.4e1", "240/10", "24 MB", "2400%"]
)
def test_the_number_may_be_written_in_many_ways(typed: str) -> None:
    assert quiz.mark(numeric(), typed, {"n": 2}).correct


@pytest.mark.parametrize("typed", ["12", "36", "24.1", "-24", "x"])
def test_the_number_must_be_that_of_the_variant(typed: str) -> None:
    marking = quiz.mark(numeric(), typed, {"n": 2})
    assert not marking.correct
    assert marking.expected.en == "24"
    assert bool(marking.note) == (typed == "x")


@steady
@given(st.floats(-0.5, 0.5), st.sampled_from([1, 2, 3]))
def test_the_tolerance_is_what_the_question_says(off: float, n: int) -> None:
    absolute = numeric(tolerance=Tolerance(abs=0.25))
    relative = numeric(tolerance=Tolerance(rel=0.01))
    answer = repr(12 * n + off)
    if not 0.2499 < abs(off) < 0.2501:
        assert quiz.mark(absolute, answer, {"n": n}).correct == (abs(off) <= 0.25)
    if not 0.119 * n < abs(off) < 0.121 * n:
        assert quiz.mark(relative, answer, {"n": n}).correct == (abs(off) <= 0.12 * n)


def test_a_unit_is_shown_with_the_answer() -> None:
    marking = quiz.mark(numeric(unit=Text("bytes", "字节")), "1", {"n": 1})
    assert (marking.expected.en, marking.expected.zh) == ("12 bytes", "12 字节")


AGREE = [
    ("3.0", "3"), ("tensor(3.)", "3"), ("tensor([1., 2.])", "[1, 2]"), ("tensor([1., 2.])", "1 2"),
    ("[1, 2]", "(1, 2)"), ("[1, 2]", "[1,2]"), ("2 3 True", "2 3 True"), ("2 3", "2, 3"),
    ("True", "true"), ("None", "none"), ("a b", "a  b"), ("hello", "'hello'"), ("hello", "Hello"),
    ("torch.Size([2, 3])", "torch.Size([2,3])"),
    ("tensor([1.], requires_grad=True)", "tensor([1.])"),
    ("tensor(2., grad_fn=<MulBackward0>)", "2.0"), ("[1.0] [2.0]", "[1] [2]"),
    ("array([1, 2])", "[1, 2]"), ("0.1", "1e-1"), ("-0.0", "0"), ("1.5", "１．５"),
    ("[1, 2]", "【1, 2】".translate(str.maketrans("【】", "［］"))), ("tensor(nan)", "nan"),
    ("tensor([nan, 1.])", "[nan, 1]"), ("inf", "inf"), ("tensor([-inf, 0.])", "[-inf, 0]"),
    ("{'a': 1}", '{"a": 1}'), ("0.30000000000000004", "0.30000000000000004"),
]  # fmt: skip
DIFFER = [
    ("3.0", "3.1"), ("True", "1"), ("1", "True"), ("[1, 2]", "[2, 1]"), ("[1, 2]", "[1]"),
    ("[1, 2]", "[1, 2, 3]"), ("None", "0"), ("hello", "help"), ("0", "None"), ("[]", "0"),
    ("0.3", "0.30001"), ("tensor(nan)", "0"), ("inf", "-inf"), ("inf", "1e308"), ("3", "3j"),
    ("'1'", "2"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "mine"), AGREE)
def test_lines_that_say_the_same(right: str, mine: str) -> None:
    assert predict.agree(right, mine)


@pytest.mark.parametrize(("right", "mine"), DIFFER)
def test_lines_that_do_not(right: str, mine: str) -> None:
    assert not predict.agree(right, mine)


@pytest.mark.parametrize(
    "typed",
    ["1\nRuntimeError", "1\n\n RuntimeError: a message\n", "RuntimeError",
     "1\nＲｕｎｔｉｍｅＥｒｒｏｒ", "1\nbuiltins.RuntimeError"],
)  # fmt: skip
def test_an_exception_is_its_class_after_what_was_printed(typed: str) -> None:
    assert quiz.mark(predicts("1\n", "RuntimeError"), typed).correct


@pytest.mark.parametrize("typed", ["1", "1\nValueError", "2\nRuntimeError", "1\n2\nRuntimeError"])
def test_another_ending_is_wrong(typed: str) -> None:
    assert not quiz.mark(predicts("1\n", "RuntimeError"), typed).correct


def test_every_line_counts() -> None:
    question = predicts("1\n2\n")
    assert quiz.mark(question, "1\n2").correct
    assert quiz.mark(question, "1\r\n\r\n2\r\n").correct
    assert quiz.mark(question, "1").note == "other_line_count"
    assert not quiz.mark(question, "2\n1").correct


@steady
@given(st.recursive(
    st.integers(-1000, 1000) | st.booleans() | st.none() | st.text("abc", max_size=3),
    lambda inner: st.lists(inner, max_size=3), max_leaves=8,
))  # fmt: skip
def test_a_literal_agrees_with_itself(value: Any) -> None:
    if value not in ("", []):
        assert predict.agree(repr(value), repr(value))
        assert predict.agree(repr(value), full_width(repr(value)))


@pytest.mark.parametrize(
    "typed",
    ["3: y = x.flatten(1)", "3 y = x.flatten(1)", "line 3: y=x.flatten( 1 )",
     "第3行：y = x.flatten(1)",
     "３： y = x.flatten(1)", "3, y = x.flatten(1)  # keep the batch", "3: y = torch.flatten(x, 1)",
     "Line 3:     y = x.flatten(1)", "第 3 行 y = x.flatten(1)",
     full_width("3: y = x.flatten(1)")],
)  # fmt: skip
def test_the_line_and_a_proven_fix_are_right(typed: str) -> None:
    marking = quiz.mark(bug(), typed)
    assert marking.correct and marking.fix == "known", marking


def test_the_right_line_with_another_fix_is_half_and_left_to_the_learner() -> None:
    marking = quiz.mark(bug(), "3: y = x.reshape(2, -1)")
    assert (marking.correct, marking.score, marking.fix) == (False, 0.5, "unknown")


def test_the_right_line_alone_is_half() -> None:
    marking = quiz.mark(bug(), "3")
    assert (marking.correct, marking.score, marking.fix) == (False, 0.5, "missing")


def test_a_line_that_may_be_named_as_well_is_not_wrong() -> None:
    assert quiz.mark(bug(), "1").score == 0.5


@pytest.mark.parametrize("typed", ["2: y = x.flatten(1)", "33: y = x.flatten(1)", "0"])
def test_another_line_is_wrong(typed: str) -> None:
    marking = quiz.mark(bug(), typed)
    assert (marking.score, marking.fix) == (0.0, "")


@pytest.mark.parametrize("typed", ["y = x.flatten(1)", "-3", "the third"])
def test_an_answer_begins_with_a_line(typed: str) -> None:
    assert quiz.mark(bug(), typed).note == "not_a_line"


@pytest.mark.parametrize(
    "typed",
    ["Contributions of repeated rows ADD UP.", "repeated rows\nadded   up", "重复的行会累加",
     "累加；重复",
     full_width("repeated,adds") + " up"],
)  # fmt: skip
def test_key_points_are_found_in_either_language(typed: str) -> None:
    marking = quiz.mark(opened(), typed)
    assert marking.correct and marking.score == 0.8
    assert [(point.key, point.hit) for point in marking.points] == [
        ("sum", True), ("repeat", True), ("sparse", False)
    ]  # fmt: skip


@pytest.mark.parametrize("prompt", [opened().prompt.en, opened().prompt.zh, opened().prompt.en * 3])
def test_copying_the_question_scores_nothing(prompt: str) -> None:
    assert quiz.mark(opened(), prompt).score == 0.0


def test_the_learner_has_the_last_word() -> None:
    assert quiz.open_answer.confirm(opened(), {"sum", "sparse"}).correct
    assert not quiz.open_answer.confirm(opened(), {"sparse"}).correct
    assert quiz.open_answer.confirm(opened(), set()).score == 0.0
