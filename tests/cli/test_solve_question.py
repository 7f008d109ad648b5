"""`quizkit solve QUESTION`: the answer, the way to it and what people miss, at 80 columns."""

from __future__ import annotations

import pytest

from quizkit import quiz
from quizkit.bank import Bank, load, variants
from quizkit.cli import answers, common
from quizkit.model import NumericQuestion, OpenQuestion
from quizkit.quiz.numeric import rounded
from quizkit.report.layout import cells


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load()


def solved(bank: Bank, name: str, lang: str, patch: pytest.MonkeyPatch) -> str:
    """What is printed in place of a terminal."""
    lines: list[str] = []
    patch.setattr(common.Speech, "lang", lang)
    patch.setattr(common, "out", lambda line="": lines.append(line))
    patch.setattr(common, "width", lambda: 80)
    answers.show_answer(bank.question(name), False)
    return "\n".join(lines)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_sentence_is_wrapped(bank: Bank, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in bank.outline:
        question = bank.question(name)
        code = [answers.code_of(question)]
        if question.example is not None:
            code += [question.example.code, question.example.prints]
        kept = {line.strip() for text in code for line in text.splitlines()}
        for line in solved(bank, name, lang, monkeypatch).splitlines():
            free = line.startswith("    ") or line.startswith("|") or line.strip() in kept
            assert free or cells(line) <= 80 or any(line.endswith(c) for c in kept if c), name


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_way_and_what_people_miss_are_shown(
    bank: Bank, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def squeezed(text: str) -> str:
        return "".join(text.split()).replace("-", "")

    for name in bank.outline:
        question = bank.question(name)
        variables = answers.draw(question, 0)
        shown = squeezed(solved(bank, name, lang, monkeypatch))
        wanted = [question.explanation, *([question.missed] if question.missed else [])]
        if isinstance(question, NumericQuestion):
            wanted += question.working
        if isinstance(question, OpenQuestion):
            wanted += [question.answer, *(point.text for point in question.points)]
        for text in wanted:
            assert squeezed(answers.worded(question, text, variables)) in shown, name


def test_a_number_is_shown_with_the_digits_that_count_and_is_itself_right(bank: Bank) -> None:
    numbers = [q for q in map(bank.question, bank.outline) if isinstance(q, NumericQuestion)]
    for question in numbers:
        for seed in range(40):
            variables = variants.draw(question, seed)
            text = rounded(question, float(variants.expected(question, variables)))
            assert quiz.mark(question, text, variables).correct, (question.id, text)
            whole, _, digits = text.partition(".")
            assert len((whole + digits).lstrip("-0")) <= 6 or not digits, (question.id, text)
            assert "e" not in text, (question.id, text)
