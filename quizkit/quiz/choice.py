"""Choice questions: letters of what is shown, or stable keys; one or several."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from quizkit.model import ChoiceQuestion, Text
from quizkit.quiz.marking import Marking
from quizkit.quiz.normalise import fold


def mark(
    question: ChoiceQuestion, text: str, variables: Mapping[str, Any], order: Sequence[str]
) -> Marking:
    """Right if exactly the right ones are named."""
    keys = [item.key for item in question.choices]
    chosen = chosen_keys(fold(text).lower(), keys, order or keys)
    right = {item.key for item in question.choices if item.correct}
    note = "" if chosen else "not_a_choice"
    correct = chosen == right
    return Marking(correct, float(correct), expected(question, order or keys), note=note)


def chosen_keys(text: str, keys: Sequence[str], order: Sequence[str]) -> set[str]:
    """The keys that `a, c`, `AC` or `key-one key-two` names; empty if any part names none."""
    letters = {chr(ord("a") + index): key for index, key in enumerate(order)}
    parts = [part for part in re.split(r"[\s,;]+", text) if part]
    found: set[str] = set()
    for part in parts:
        if part in keys:
            found.add(part)
        elif all(char in letters for char in part):
            found |= {letters[char] for char in part}
        else:
            return set()
    return found


def expected(question: ChoiceQuestion, order: Sequence[str]) -> Text:
    """The right choices with the letters they were shown under."""
    letters = {key: chr(ord("A") + index) for index, key in enumerate(order)}
    right = sorted(
        (item for item in question.choices if item.correct), key=lambda item: letters[item.key]
    )
    return Text(
        "; ".join(f"{letters[item.key]}. {item.text.en}" for item in right),
        "；".join(f"{letters[item.key]}. {item.text.zh}" for item in right),
    )
