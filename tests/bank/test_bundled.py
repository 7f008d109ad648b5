"""The bank that comes with quizkit has no faults."""

from __future__ import annotations

from quizkit import paths
from quizkit.bank import survey, variants
from quizkit.bank.thaw import freeze, thaw
from quizkit.model import NumericQuestion


def test_the_bundled_bank_has_no_faults() -> None:
    _, faults = survey(paths.content())
    assert not faults, "\n".join(map(str, faults))


def test_every_bundled_question_survives_the_cache() -> None:
    bank, _ = survey(paths.content())
    for id in bank.index:
        question = bank.question(id)
        assert repr(thaw(type(question), freeze(question))) == repr(question)


def test_every_bundled_number_has_variants_that_can_be_shown() -> None:
    bank, _ = survey(paths.content())
    for question in map(bank.question, bank.index):
        if isinstance(question, NumericQuestion):
            for seed in range(20):
                drawn = variants.draw(question, seed)
                assert variants.expected(question, drawn) == variants.expected(question, drawn)
                for step in (question.prompt, *question.working):
                    assert variants.render(step.en, drawn) and variants.render(step.zh, drawn)
