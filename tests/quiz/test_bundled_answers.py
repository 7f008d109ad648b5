"""The questions that ship: each takes its own answer in either language and refuses the others."""

from __future__ import annotations

import pytest

from quizkit import paths, quiz
from quizkit.bank import Bank, survey, variants
from quizkit.model import (
    LANGS,
    AnyQuestion,
    ChoiceQuestion,
    FindBugQuestion,
    NumericQuestion,
    OpenQuestion,
    PredictQuestion,
)

VARIANTS = range(3)


@pytest.fixture(scope="module")
def bank() -> Bank:
    """What is valid of the bundled bank; that all of it is, tests of the bank say."""
    return survey(paths.content())[0]


def of(bank: Bank, kind: type) -> list[AnyQuestion]:
    found = [bank.question(name) for name in bank.index]
    mine = [question for question in found if isinstance(question, kind)]
    assert mine, f"the bank has no {kind.__name__}"
    return mine


def test_an_empty_answer_is_wrong_and_the_form_is_stated(bank: Bank) -> None:
    for name in bank.index:
        question = bank.question(name)
        numbers = variants.draw(question, 1) if isinstance(question, NumericQuestion) else {}
        marking = quiz.mark(question, "", numbers)
        assert not marking.correct and marking.score == 0, name
        for lang in LANGS:
            assert quiz.form(question, lang) and marking.expected.of(lang), (name, lang)


def test_choices(bank: Bank) -> None:
    for question in of(bank, ChoiceQuestion):
        assert isinstance(question, ChoiceQuestion)
        keys = [item.key for item in question.choices]
        right = [item.key for item in question.choices if item.correct]
        assert quiz.mark(question, " ".join(right)).correct, question.id
        assert not quiz.mark(question, " ".join(set(keys) - set(right))).correct, question.id
        for seed in VARIANTS:
            order = quiz.shuffle(question, seed)
            letters = "".join("ABCDEFGHIJ"[order.index(key)] for key in right)
            assert quiz.mark(question, letters, {}, order).correct, (question.id, seed)


def test_numbers(bank: Bank) -> None:
    for question in of(bank, NumericQuestion):
        assert isinstance(question, NumericQuestion)
        for seed in VARIANTS:
            numbers = variants.draw(question, seed)
            shown = quiz.mark(question, "", numbers).expected
            for lang in LANGS:
                assert quiz.mark(question, shown.of(lang), numbers).correct, (question.id, lang)
            off = variants.expected(question, numbers) * 1.5 + 1
            assert not quiz.mark(question, repr(off), numbers).correct, question.id


def test_predictions(bank: Bank) -> None:
    for question in of(bank, PredictQuestion):
        assert isinstance(question, PredictQuestion)
        told = f"{question.prints}{question.raises}"
        assert quiz.mark(question, told).correct, question.id
        for wrong in question.wrong:
            assert not quiz.mark(question, wrong.answer).correct, (question.id, wrong.answer)
            assert quiz.predict.agree(wrong.answer, wrong.answer), (question.id, wrong.answer)


def test_bugs(bank: Bank) -> None:
    for question in of(bank, FindBugQuestion):
        assert isinstance(question, FindBugQuestion)
        lines = question.code.splitlines()
        for fix in question.fixes:
            for head in (f"{question.line}: ", f"第{question.line}行："):
                assert quiz.mark(question, head + fix).fix == "known", (question.id, fix)
        old = quiz.mark(question, f"{question.line}: {lines[question.line - 1]}")
        assert (old.correct, old.fix) == (False, "missing"), question.id


def test_open_answers(bank: Bank) -> None:
    for question in of(bank, OpenQuestion):
        assert isinstance(question, OpenQuestion)
        for lang in LANGS:
            marking = quiz.mark(question, question.answer.of(lang))
            missing = [point.key for point in marking.points if not point.hit]
            assert marking.correct and not missing, (question.id, lang, missing)
            copied = quiz.mark(question, question.prompt.of(lang))
            assert copied.score == 0, (question.id, lang)
