"""Keys: words on a line of their own, in either language, that never swallow an answer."""

from __future__ import annotations

import pytest

from quizkit.bank import load
from quizkit.model import ChoiceQuestion, Kind
from quizkit.quiz.keys import AFTER, BEFORE, WORDS, Key, label, pressed, taken
from quizkit.texts import session


@pytest.mark.parametrize(
    ("line", "key"),
    [("s", Key.SKIP), (" Skip ", Key.SKIP), ("跳过", Key.SKIP), ("d", Key.UNKNOWN),
     ("don’t know", Key.UNKNOWN), ("不会", Key.UNKNOWN), ("u", Key.UNDO), ("Ｑ", Key.QUIT),
     ("退出", Key.QUIT), ("?", Key.HELP), ("？", Key.HELP), ("！", Key.WRONG), ("e", Key.EDIT)],
)  # fmt: skip
def test_a_key_is_understood_in_both_languages_and_widths(line: str, key: Key) -> None:
    found = pressed(line, BEFORE)
    assert found is not None and found.key is key and found.rest == ""


@pytest.mark.parametrize(
    "line", ["3.0", "skip connections", "why", "f", "undo the last op", "", "quitting", "sd", "-"]
)
def test_an_answer_is_no_key(line: str) -> None:
    assert pressed(line, BEFORE) is None


@pytest.mark.parametrize(
    ("line", "key", "rest"),
    [("w 6", Key.WHY, "6"), ("why not 6?", Key.WHY, "6?"), ("为什么不是6", Key.WHY, "6"),
     ("w nothing", Key.WHY, "nothing"), ("! it is 2", Key.WRONG, "it is 2"), ("!it", Key.WRONG, "it"),
     ("！应该是 2", Key.WRONG, "应该是 2"), ("有误 单位不对", Key.WRONG, "单位不对"),
     ("w", Key.WHY, ""), ("", Key.NEXT, "")],
)  # fmt: skip
def test_a_key_may_take_a_text(line: str, key: Key, rest: str) -> None:
    assert pressed(line, AFTER) == (key, rest)


def test_a_letter_that_is_a_choice_is_no_key() -> None:
    bank = load()
    ids = [entry.id for entry in bank.index.values() if entry.kind is Kind.CHOICE]
    questions = [bank.question(name) for name in ids]
    four = next(q for q in questions if isinstance(q, ChoiceQuestion) and len(q.choices) >= 4)
    assert pressed("d", BEFORE, taken(four)) is None
    assert pressed("D", BEFORE, taken(four)) is None
    assert label(Key.UNKNOWN, taken(four)) == "dk"
    found = pressed("dk", BEFORE, taken(four))
    assert found is not None and found.key is Key.UNKNOWN


@pytest.mark.parametrize("allowed", [BEFORE, AFTER])
def test_no_word_means_two_things_at_once(allowed: tuple[Key, ...]) -> None:
    words = [word for key in allowed for word in WORDS[key]]
    assert len(set(words)) == len(words)


def test_every_key_is_worded() -> None:
    for key in Key:
        assert f"key_{key}" in session.TEXTS and f"about_{key}" in session.TEXTS
