"""Numeric questions: a number within the stated tolerance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from quizkit.bank import variants
from quizkit.model import NumericQuestion, Text
from quizkit.quiz.marking import Marking
from quizkit.quiz.normalise import number

ROUNDING = 1e-9  # floats that should be equal


def mark(
    question: NumericQuestion, text: str, variables: Mapping[str, Any], order: Sequence[str]
) -> Marking:
    """Right if the number is within the tolerance of the variant's answer."""
    right = float(variants.expected(question, variables))
    mine = number(text)
    correct = mine is not None and close(question, mine, right)
    note = "" if mine is not None else "not_a_number"
    return Marking(correct, float(correct), expected(question, right), note=note)


def close(question: NumericQuestion, mine: float, right: float) -> bool:
    """Within abs or rel of the right answer."""
    allowed = max(question.tolerance.abs, question.tolerance.rel * abs(right))
    return abs(mine - right) <= allowed + ROUNDING * max(abs(right), 1e-300)


def expected(question: NumericQuestion, right: float) -> Text:
    """The number with its unit."""
    digits = f"{right:.10g}"
    unit = question.unit
    return Text(f"{digits} {unit.en}", f"{digits} {unit.zh}") if unit else Text(digits, digits)
