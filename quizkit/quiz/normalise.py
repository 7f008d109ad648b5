"""Answers as people type them, brought to one form: full-width characters, spaces, numbers."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import NamedTuple

LONGEST = 20_000  # characters of an answer that are looked at

PUNCTUATION = str.maketrans(
    {
        "。": ".", "、": ",", "“": '"', "”": '"', "‘": "'", "’": "'", "−": "-", "–": "-", "—": "-",
        "【": "[", "】": "]", "「": '"', "」": '"', "《": "<", "》": ">", "〜": "~", "⁄": "/",
        "\r": "\n",
    }
)  # fmt: skip
NUMBER = re.compile(r"[+-]?(?:\d[\d,_]*\.?\d*|\.\d+)(?:e[+-]?\d+)?", re.IGNORECASE)

_LEAD = re.compile(
    r"^(?:[a-z_]\w*\s*)?[=≈~]+\s*|^(?:about|approx(?:imately)?\.?|roughly|大约|约)\s*", re.I
)
_DIGITS = r"(?:\d{1,3}(?:[,_]\d{3})+|\d+)(?:\.\d*)?|\.\d+"
_SUM = re.compile(rf"(?:(?:{_DIGITS})(?:e[+-]?\d+(?![\d.]))?|\*\*|[-+*/^()]|\s+)+", re.IGNORECASE)
_UNIT = re.compile(r"(?:[^\W\d_][^\d=<>~,;]*|[$€¥°]\s*)?\Z")
_REFUSED = re.compile(r"\bor\b|或|还是", re.IGNORECASE)


class Quantity(NamedTuple):
    """A number as typed and what stands after it; `unit` may be `%`."""

    value: float
    unit: str


def straight(text: str) -> str:
    """NFKC, Chinese punctuation as ASCII, no control characters; white space stays."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).replace("\r\n", "\n")
    plain = plain.translate(PUNCTUATION)
    return "".join(char for char in plain if char in "\n\t" or char.isprintable())


def fold(text: str) -> str:
    """`straight` without outer spaces: what an answer is read from."""
    return straight(text).strip()


def folded_words(text: str) -> str:
    """`fold`, lower case, white space as single spaces: what patterns are searched in."""
    return re.sub(r"\s+", " ", fold(text)).lower()


def quantity(text: str) -> Quantity | None:
    """`3`, `3.`, `1e-3`, `1/8`, `2^10`, `4 * 32`, `1,000`, `5%`, `3 MB`, `= 3`; None for the rest.

    A unit after the number is given back as typed; two numbers ("3 or 4") are no number.
    """
    plain = _LEAD.sub("", fold(text).replace("×", "*")).strip()
    found = _SUM.match(plain)
    if not found:
        return None
    rest = plain[found.end() :].strip().rstrip(".!").strip()
    percent = rest.startswith("%")
    unit = rest[1:].strip() if percent else rest
    if not _UNIT.match(unit) or _REFUSED.search(unit):
        return None
    value = _computed(found[0])
    return None if value is None else Quantity(value, "%" if percent else unit)


def number(text: str) -> float | None:
    """The number that `text` is, units left aside and `5%` as 0.05; None if it is none."""
    found = quantity(text)
    if found is None:
        return None
    return found.value / 100 if found.unit == "%" else found.value


def _computed(text: str) -> float | None:
    """The value of a sum such as `2^10 * 3`; None if it has none."""
    plain = re.sub(r"(?<=\d)[,_](?=\d)", "", text).replace("^", "**").strip()
    plain = re.sub(r"(?<![\d.])0+(?=\d)", "", plain)
    try:
        return _finite(float(plain))
    except ValueError:
        return _finite(_evaluated(plain))


def _evaluated(text: str) -> float | None:
    from quizkit.bank.expression import Expression
    from quizkit.errors import ContentError

    try:
        return float(Expression(text).value({}))
    except (ContentError, OverflowError):
        return None


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
