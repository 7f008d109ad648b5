"""Which regular expressions a key point may have: those that no answer can make slow.

Python's matcher tries every way to match. Repeats inside repeats make the ways grow exponentially
with the length of an answer, several open-ended ones in a row with its powers. `slow(pattern)`
names the first such rule broken. What is left does a bounded amount of work at each place of an
answer, whose length is bounded as well (`quizkit.quiz.open_answer`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib import import_module
from typing import Any, NamedTuple

FAR = 300  # how far a repeat over any characters may reach
FEW = 3  # so often a group with a choice inside may be repeated
MOST_LONG = 4  # long repeats after one another
MOST_CHOICES = 16  # and optional pieces
_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
_GROUPS = {"SUBPATTERN": 3, "ATOMIC_GROUP": None, "ASSERT": 1, "ASSERT_NOT": 1}
_WORDS = frozenset({"CATEGORY_WORD", "CATEGORY_DIGIT"})


def parts(pattern: str) -> list[str]:
    """The regular expressions that a pattern joins with `&&`: all must stand in one sentence."""
    return pattern.split(" && ")


class _Slow(Exception):
    """The code of the rule that is broken."""


class Ways(NamedTuple):
    """Pieces of one path through a pattern that can match in several ways."""

    long: int = 0
    choices: int = 0

    def plus(self, other: Ways) -> Ways:
        """Both after one another."""
        return Ways(self.long + other.long, self.choices + other.choices)


def slow(pattern: str) -> str:
    """Which rule the pattern breaks (`nested`, `far`, `many`); empty for a good one.

    Raises re.error for what is no regular expression.
    """
    tree = import_module("re._parser").parse(pattern, re.IGNORECASE)
    try:
        ways = _sequence(tree)
    except _Slow as found:
        return str(found)
    return "many" if ways.long > MOST_LONG or ways.choices > MOST_CHOICES else ""


def _sequence(items: Iterable[tuple[Any, Any]]) -> Ways:
    total = Ways()
    for op, argument in items:
        total = total.plus(_item(str(op), argument))
    return total


def _item(op: str, argument: Any) -> Ways:
    if op in _REPEATS:
        return _repeat(*argument)
    if op == "BRANCH":
        ways = [_sequence(branch) for branch in argument[1]]
        return Ways(max(w.long for w in ways), max(w.choices for w in ways))
    if op in _GROUPS:
        place = _GROUPS[op]
        return _sequence(argument if place is None else argument[place])
    return Ways()


def _repeat(low: int, high: Any, body: Any) -> Ways:
    inner, most = _sequence(body), int(high)
    if most > FEW and (inner != Ways() or _branches(body)):
        raise _Slow("nested")
    if most > FAR and not all(_words(str(op), argument) for op, argument in body):
        raise _Slow("far")
    own = Ways(int(most > FEW), 1) if most != low else Ways()
    return Ways(own.long + inner.long * most, own.choices + inner.choices * most)


def _branches(body: Iterable[tuple[Any, Any]]) -> bool:
    return any(
        str(op) == "BRANCH" or (str(op) == "SUBPATTERN" and _branches(argument[3]))
        for op, argument in body
    )


def _words(op: str, argument: Any) -> bool:
    """Whether a piece matches word characters alone; runs of those are cut in answers."""
    if op == "IN":
        return all(_words(str(inner), value) for inner, value in argument)
    if op == "CATEGORY":
        return str(argument) in _WORDS
    if op == "LITERAL":
        return chr(argument).isalnum() or argument == ord("_")
    if op == "RANGE":
        return all(chr(end).isalnum() for end in argument)
    return op == "SUBPATTERN" and all(_words(str(o), a) for o, a in argument[3])
