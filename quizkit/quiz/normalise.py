"""Answers as people type them, brought to one form: full-width characters, spaces, numbers."""

from __future__ import annotations

import re
import unicodedata

PUNCTUATION = str.maketrans({"。": ".", "、": ",", "“": '"', "”": '"', "‘": "'", "’": "'", "−": "-"})
NUMBER = re.compile(r"[+-]?(?:\d[\d,_]*\.?\d*|\.\d+)(?:e[+-]?\d+)?", re.IGNORECASE)


def fold(text: str) -> str:
    """NFKC, Chinese punctuation as ASCII, no control characters, outer spaces gone."""
    plain = unicodedata.normalize("NFKC", text).translate(PUNCTUATION)
    return "".join(char for char in plain if char in "\n\t" or char.isprintable()).strip()


def folded_words(text: str) -> str:
    """`fold`, lower case, white space as single spaces: what patterns are searched in."""
    return re.sub(r"\s+", " ", fold(text)).lower()


def number(text: str) -> float | None:
    """The number that `text` starts with: `3`, `3.`, `1e-3`, `1/8`, `5%`, `1,000`, `2^10`, `3 MB`."""
    plain = fold(text).replace("×", "*").removeprefix("=").strip()
    found = NUMBER.match(plain)
    if not found:
        return None
    value = _plain(found[0])
    rest = plain[found.end() :].strip()
    for sign in ("/", "**", "^"):
        if rest.startswith(sign):
            other = NUMBER.match(rest[len(sign) :].strip())
            return None if other is None else _combine(value, sign, _plain(other[0]))
    return value / 100 if rest.startswith("%") else value


def _plain(digits: str) -> float:
    return float(digits.replace(",", "").replace("_", ""))


def _combine(left: float, sign: str, right: float) -> float | None:
    try:
        return left / right if sign == "/" else float(left**right)
    except (ZeroDivisionError, OverflowError):
        return None
