"""Scenarios of answers (answers/README.md), found by glob; every kind must have its own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from quizkit import quiz
from quizkit.bank.thaw import thaw
from quizkit.model import QUESTION_TYPES, AnyQuestion, FindBugQuestion, Kind, OpenQuestion
from quizkit.quiz import find_bug, open_answer
from quizkit.texts import quiz as texts

SCENARIOS = sorted(Path(__file__).with_name("answers").glob("*.yaml"))
SAME = {"en": "A text.", "zh": "一段话。"}
BASE = {
    "id": "scenario", "revision": 1, "topic": "autograd", "difficulty": "mid", "asked": 1,
    "title": SAME, "prompt": SAME, "explanation": SAME, "sources": [],
}  # fmt: skip


class Scenario:
    """One file: a question and answers to it."""

    def __init__(self, path: Path) -> None:
        self.kind = Kind(path.name.partition("-")[0])
        self.told: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        fields = BASE | {"kind": self.kind} | self.told["question"]
        for item in fields.get("choices", ()):
            item.setdefault("why", SAME)
        if self.kind is Kind.OPEN:
            fields.setdefault("answer", SAME)
        self.question: AnyQuestion = thaw(QUESTION_TYPES[self.kind], fields)  # type: ignore[assignment]

    def mark(self, text: object) -> quiz.Marking:
        return quiz.mark(self.question, str(text), self.told.get("variables"))


CASES = [
    pytest.param(path, wanted, str(text), id=f"{path.stem}-{key}-{number}")
    for path in SCENARIOS
    for key, wanted in (("right", True), ("wrong", False))
    for number, text in enumerate(yaml.safe_load(path.read_text(encoding="utf-8"))[key])
]


@pytest.mark.parametrize(("path", "wanted", "text"), CASES)
def test_answers(path: Path, wanted: bool, text: str) -> None:
    marking = Scenario(path).mark(text)
    assert marking.correct is wanted, (text, marking)
    assert 0.0 <= marking.score <= 1.0
    assert marking.correct or marking.score < 1.0


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_what_is_said_beside_right_and_wrong(path: Path) -> None:
    scenario = Scenario(path)
    for text, note in scenario.told.get("notes", {}).items():
        assert scenario.mark(text).note == note, text
    for text, fix in scenario.told.get("fix", {}).items():
        assert scenario.mark(text).fix == fix, text
    for text, keys in scenario.told.get("ticks", {}).items():
        assert [point.key for point in scenario.mark(text).points if point.hit] == keys, text


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_scenarios_of_both_outcomes_in_both_languages(kind: Kind) -> None:
    told = [Scenario(path).told for path in SCENARIOS if path.name.startswith(f"{kind}-")]
    for key in ("right", "wrong"):
        answers = " ".join(str(text) for each in told for text in each[key])
        assert answers, f"no scenario of {kind} lists answers that are {key}"
        assert re.search(r"[a-z]", answers), f"{kind}: no {key} answer in English"
        assert re.search(r"[\u4e00-\u9fff]", answers), f"{kind}: no {key} answer in Chinese"


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_is_registered_with_its_form(kind: Kind) -> None:
    assert callable(quiz.kind_module(kind).mark)
    question = next(Scenario(p) for p in SCENARIOS if p.name.startswith(f"{kind}-")).question
    english, chinese = (quiz.form(question, lang) for lang in ("en", "zh"))
    assert english != chinese and "\n" not in english + chinese
    assert "{" not in english + chinese


def test_notes_have_sentences() -> None:
    notes = {note for path in SCENARIOS for note in Scenario(path).told.get("notes", {}).values()}
    assert notes - {""} <= set(texts.TEXTS)
    assert {"one_only", "which_class", "not_a_line", "not_a_number", "not_a_choice"} <= notes


def scenario(name: str) -> Scenario:
    return Scenario(next(path for path in SCENARIOS if path.stem == name))


def test_the_learner_may_vouch_for_an_unknown_fix_only() -> None:
    case = scenario("find_bug-line")
    assert isinstance(case.question, FindBugQuestion)
    unknown = case.mark("3: return fc(x).relu()")
    assert find_bug.confirm(unknown, True).correct
    assert not find_bug.confirm(unknown, False).correct
    for text in ("3", "2: x", "3: return relu(fc(x))"):
        assert not find_bug.confirm(case.mark(text), True).correct


def test_the_learner_may_correct_the_ticks() -> None:
    case = scenario("open-detach")
    assert isinstance(case.question, OpenQuestion)
    marking = open_answer.confirm(case.question, ["memory", "no-grad"])
    assert (marking.correct, marking.score) == (True, 0.6)
    assert [point.hit for point in marking.points] == [True, False, True]
    assert not open_answer.confirm(case.question, ["memory"]).correct


def test_choices_are_shown_with_letters_in_either_order() -> None:
    case = scenario("choice-several")
    order = ("relu", "sine", "sigmoid")
    shown = quiz.choice.shown(case.question, "zh", order)  # type: ignore[arg-type]
    assert [tuple(item) for item in shown] == [
        ("A", "relu", "relu"), ("B", "sine", "正弦"), ("C", "sigmoid", "sigmoid")
    ]  # fmt: skip
    marking = quiz.mark(case.question, "a c", {}, order)
    assert marking.correct and marking.expected.en == "A. relu; C. sigmoid"
    plain = quiz.choice.shown(case.question, "en")  # type: ignore[arg-type]
    assert [item.key for item in plain] == ["sigmoid", "sine", "relu"]
