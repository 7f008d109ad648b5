"""Key points are recognised in answers that nobody tuned a pattern on: precision and recall."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from quizkit.bank import load
from quizkit.model import Kind

from . import measure as measuring
from .measure import HALVES, LANGUAGES, STYLES, Answer, Counts, Finding

BANK = load()
ANSWERS = {half: list(measuring.answers(half)) for half in HALVES}
OPEN = sorted(entry.id for entry in BANK.index.values() if entry.kind is Kind.OPEN)
FEWEST = 100  # answers in a half


@pytest.mark.parametrize("half", HALVES)
def test_most_points_are_ticked_and_few_wrongly(half: str) -> None:
    found = [measuring.judged(BANK, each) for each in ANSWERS[half]]
    told = "\n".join(measuring.report(half, found))
    assert Counts.of(found).good_enough, told


@pytest.mark.parametrize("half", HALVES)
def test_a_half_has_every_question_language_and_style(half: str) -> None:
    some = ANSWERS[half]
    assert len(some) >= FEWEST
    for name in OPEN:
        langs = {each.lang for each in some if each.question == name}
        assert langs >= {"en", "zh"} or (half == "unseen" and langs), name
    assert {each.lang for each in some} == set(LANGUAGES)
    assert {each.style for each in some} == set(STYLES)


@pytest.mark.parametrize("half", HALVES)
def test_every_answer_belongs_to_an_open_question_and_names_its_points(half: str) -> None:
    for each in ANSWERS[half]:
        assert each.question in OPEN, each
        keys = [point.key for point in measuring.open_question(BANK, each.question).points]
        assert set(each.points) <= set(keys), each
        assert each.style != "good" or each.points, each


def test_no_answer_is_there_twice() -> None:
    texts = Counter(" ".join(each.text.split()) for some in ANSWERS.values() for each in some)
    assert [text for text, count in texts.items() if count > 1] == []


def finding(made: str, ticked: str) -> Finding:
    """An answer that makes some points, and ticks; points are single letters."""
    return Finding(Answer("seen", "q", "en", "good", "text", tuple(made)), tuple(ticked))


def test_precision_and_recall_are_shares_of_all_ticks_and_of_all_points() -> None:
    some = Counts.of([finding("abc", "ab"), finding("", "a"), finding("ab", "bc")])
    assert some == Counts(answers=3, made=5, ticked=5, right=3)
    assert (some.precision, some.recall) == (0.6, 0.6)
    assert not some.good_enough
    assert Counts.of([finding("abcde", "abcd")]).good_enough
    assert not Counts.of([finding("abcdefgh", "abcde")]).good_enough
    assert not Counts.of([finding("abcdefgh", "abcdefgh"), finding("", "a")]).good_enough


def test_the_command_prints_the_shares_and_what_was_judged_wrongly(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert measuring.main(["seen", "--show"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("seen ") and "negated" in shown
    found = [measuring.judged(BANK, each) for each in ANSWERS["seen"]]
    for each in found:
        assert (each.answer.text in shown) == bool(each.false or each.missed), each
    measuring.main(["seen", "--json"])
    told = json.loads(capsys.readouterr().out)["seen"]
    assert told["all"]["ticked"] == sum(len(each.ticked) for each in found)
    assert told["style"]["negated"]["answers"] == sum(
        each.answer.style == "negated" for each in found
    )
