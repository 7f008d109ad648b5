"""Times and dates in words of either language."""

from __future__ import annotations

from datetime import date

from quizkit.model import Lang
from quizkit.texts import say


def duration(seconds: float, lang: Lang) -> str:
    """`24 min 10 s`, `3 h 5 min`, `2 d 4 h`: the two largest units."""
    whole = int(seconds)
    for unit, size, smaller, part in (("days", 86400, "hours", 3600), ("hours", 3600, "min", 60),
                                      ("min", 60, "s", 1)):  # fmt: skip
        if whole >= size:
            first = say(f"journey.{unit}", lang, count=whole // size)
            return f"{first} {say(f'journey.{smaller}', lang, count=whole % size // part)}"
    return say("journey.s", lang, count=whole)


def day(when: date, lang: Lang) -> str:
    """`7 October`; with the year, if that is not `today`'s."""
    year = "" if when.year == date.today().year else str(when.year)
    if lang == "zh":
        return f"{year + ' 年 ' if year else ''}{when.month} 月 {when.day} 日"
    return f"{when.day} {MONTHS[when.month - 1]}{' ' + year if year else ''}"


MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December")  # fmt: skip


def milliseconds(value: float) -> str:
    """`1.4`, `0.031`, `250`: two digits that count, three from a hundred on."""
    return f"{value:.0f}" if value >= 100 else f"{value:.2g}"
