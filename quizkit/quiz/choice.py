"""Choice questions: letters of what is shown, or stable keys; one or several."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from quizkit.model import Choice, ChoiceQuestion, Lang, Text
from quizkit.quiz.marking import Marking
from quizkit.quiz.normalise import fold
from quizkit.texts import say

_BETWEEN = re.compile(r"[\s,;/&+.()]+|\band\b|和|与|选项|选")


class Shown(NamedTuple):
    """A choice as it is presented: letter, stable key, text."""

    letter: str
    key: str
    text: str


def form(question: ChoiceQuestion, lang: Lang) -> str:
    """One letter or several."""
    return say(f"quiz.form_{question.select}", lang)


def shuffle(question: ChoiceQuestion, seed: int) -> tuple[str, ...]:
    """The keys in the order shown for `seed`, the same everywhere."""
    keys = sorted(item.key for item in question.choices)
    random.Random(f"{question.id} {seed}").shuffle(keys)
    return tuple(keys)


def shown(question: ChoiceQuestion, lang: Lang, order: Sequence[str] = ()) -> list[Shown]:
    """The choices under their letters, in `order` or as the author wrote them."""
    by_key = {item.key: item for item in question.choices}
    return [
        Shown(_letter(index), key, by_key[key].text.of(lang))
        for index, key in enumerate(order or by_key)
    ]


def mark(
    question: ChoiceQuestion, text: str, variables: Mapping[str, Any], order: Sequence[str] = ()
) -> Marking:
    """Right if exactly the right ones are named."""
    keys = [item.key for item in question.choices]
    typed = fold(text).lower()
    chosen = chosen_keys(typed, keys, order or keys)
    right = {item.key for item in question.choices if item.correct}
    note = "" if chosen else "not_a_choice"
    if question.select == "one" and len(chosen) > 1:
        note = "one_only"
    correct = chosen == right
    return Marking(correct, float(correct), expected(question, order or keys), note=note)


def chosen_keys(text: str, keys: Sequence[str], order: Sequence[str]) -> set[str]:
    """The keys that `a, c`, `AC` or `key-one key-two` names; empty if any part names none."""
    letters = {_letter(index).lower(): key for index, key in enumerate(order)}
    known = {key.lower(): key for key in keys}
    found: set[str] = set()
    for part in [text] if text in known else filter(None, _BETWEEN.split(text)):
        if part in known:
            found.add(known[part])
        elif all(char in letters for char in part):
            found |= {letters[char] for char in part}
        else:
            return set()
    return found


def expected(question: ChoiceQuestion, order: Sequence[str]) -> Text:
    """The right choices with the letters they were shown under."""
    letters = {key: _letter(index) for index, key in enumerate(order)}
    right = [item for item in question.choices if item.correct]
    right.sort(key=lambda item: letters[item.key])
    return Text(
        "; ".join(f"{letters[item.key]}. {_plain(item, 'en')}" for item in right),
        "；".join(f"{letters[item.key]}. {_plain(item, 'zh')}" for item in right),
    )


def _plain(item: Choice, lang: Lang) -> str:
    return " ".join(item.text.of(lang).split())


def _letter(index: int) -> str:
    return chr(ord("A") + index)
