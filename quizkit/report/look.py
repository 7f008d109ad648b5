"""How a screen looks: language, width and colour, which only adds.

A renderer asks its `paint` for each part that has a role; `plain` leaves the text as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from quizkit.model import Lang, VerdictKind

Paint = Callable[[str, str], str]
"""(role, text) -> the text as it is printed, as wide as before."""

BOLD, DIM, GOOD, BAD, MIDDLING = "1", "2", "32", "1;31", "33"
CODES = {"ok": GOOD, "fail": BAD, "skip": DIM, "title": BOLD}
GENTLE = frozenset({VerdictKind.UNSUPPORTED, VerdictKind.GRADER_FAULT})


def plain(_: str, text: str) -> str:
    """No colour."""
    return text


def ansi(role: str, text: str) -> str:
    """Colour by escape sequences; an unknown role stays plain."""
    code = CODES.get(role) or _verdict(role)
    return f"\x1b[{code}m{text}\x1b[0m" if code and text else text


def _verdict(role: str) -> str:
    if role == VerdictKind.ACCEPTED:
        return f"1;{GOOD}"
    if role in GENTLE:
        return MIDDLING
    return BAD if role in set(VerdictKind) else ""


@dataclass(frozen=True, slots=True)
class Look:
    """What a screen is made for."""

    lang: Lang
    width: int = 80
    paint: Paint = plain
