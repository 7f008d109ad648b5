"""Numeric questions: a number within the stated tolerance."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from quizkit.bank import variants
from quizkit.model import Lang, NumericQuestion, Text
from quizkit.quiz.marking import Marking
from quizkit.quiz.normalise import Quantity, quantity
from quizkit.texts import say

ROUNDING = 1e-9  # floats that should be equal
ROUNDED = 20  # an answer is shown with a rounding error of at most this part of its tolerance
SHORTEST, LONGEST = 3, 10  # significant digits shown
_BYTES = re.compile(r"([kmgt]?)(?:i?b|i?bytes?)|([kmgt])", re.IGNORECASE)
_WORDS = {"bytes": "b", "byte": "b", "字节": "b"}


def form(question: NumericQuestion, lang: Lang) -> str:
    """What to type, and in which unit."""
    if question.unit is None:
        return say("quiz.form_numeric", lang)
    return say("quiz.form_numeric_unit", lang, unit=question.unit.of(lang))


def mark(
    question: NumericQuestion, text: str, variables: Mapping[str, Any], order: Sequence[str] = ()
) -> Marking:
    """Right if the number is within the tolerance of the variant's answer."""
    right = float(variants.expected(question, variables))
    typed = quantity(text)
    shown = expected(question, right)
    if typed is None:
        return Marking(False, 0.0, shown, note="not_a_number")
    correct = close(question, in_unit(question, typed), right)
    return Marking(correct, float(correct), shown)


def close(question: NumericQuestion, mine: float, right: float) -> bool:
    """Within abs or rel of the right answer; whole numbers exactly where neither is given."""
    tolerance = question.tolerance
    allowed = max(tolerance.abs, tolerance.rel * abs(right))
    if not allowed and right.is_integer():
        return mine == right
    return abs(mine - right) <= allowed + ROUNDING * max(abs(right), 1e-300)


def in_unit(question: NumericQuestion, typed: Quantity) -> float:
    """The number in the question's unit: `5%` is 0.05 and `2 GiB` is 2048 of MiB.

    KB, MB and GB count as 1024 like KiB, MiB and GiB, as people use them for memory.
    """
    unit = question.unit.en.strip() if question.unit else ""
    if typed.unit == "%":
        return typed.value if unit in ("%", "percent") else typed.value / 100
    power, mine = _power(unit), _power(typed.unit)
    if power is None or mine is None:
        return typed.value
    return float(typed.value * 1024.0 ** (mine - power))


def _power(unit: str) -> int | None:
    """0 for bytes, 1 for KiB, 2 for MiB and so on; None for another unit."""
    found = _BYTES.fullmatch(_WORDS.get(unit.lower(), unit))
    return None if found is None else " kmgt".index((found[1] or found[2] or " ").lower())


def rounded(question: NumericQuestion, right: float) -> str:
    """A whole number whole, another with the digits that its tolerance gives a meaning."""
    tolerance = question.tolerance
    if tolerance.abs:
        right = round(right, 12)  # 0.1 + 0.2 - 0.3 is none of the answer's digits
    if right.is_integer() and abs(right) < 2**53:
        return str(int(right))
    slack = max(tolerance.abs, tolerance.rel * abs(right)) / ROUNDED
    for digits in range(SHORTEST, LONGEST):
        text = f"{right:.{digits}g}"
        if abs(float(text) - right) <= slack:
            return text if "e-" in text else f"{float(text):.{LONGEST}f}".rstrip("0").rstrip(".")
    return f"{right:.{LONGEST}g}"


def expected(question: NumericQuestion, right: float) -> Text:
    """The number with its unit."""
    digits = rounded(question, right)
    unit = question.unit
    return Text(f"{digits} {unit.en}", f"{digits} {unit.zh}") if unit else Text(digits, digits)
