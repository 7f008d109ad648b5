"""`related` links lead both ways, whoever wrote them down."""

from __future__ import annotations

from dataclasses import replace

from quizkit.bank import load
from quizkit.bank.links import both_ways
from quizkit.model import Exercise, Question


def test_every_bundled_link_leads_back() -> None:
    bank = load()
    items = {name: bank.question(name) for name in bank.outline} | dict(bank.exercises)
    one_way = [(name, other) for name, item in items.items() for other in item.related
               if name not in items[other].related]  # fmt: skip
    assert not one_way
    assert any(name in bank.exercises for name in bank.question("backpropagation").related)


def test_own_links_come_first_and_nothing_leads_to_a_draft() -> None:
    bank = load()
    base, exercise = bank.question("backpropagation"), bank.exercises["mlp"]

    def question(name: str, *related: str) -> Question:
        return replace(base, id=name, related=related)

    def task(name: str, draft: bool, *related: str) -> Exercise:
        return replace(exercise, id=name, draft=draft, related=related)

    questions = {"a": question("a", "b"), "b": question("b", "c"), "c": question("c")}
    exercises = {"e": task("e", False, "b"), "d": task("d", True, "b")}
    both_ways(questions, exercises)
    assert questions["b"].related == ("c", "a", "e")
    assert questions["c"].related == ("b",)
    assert exercises["d"].related == ("b",), "a draft's own links stay"
