"""A comparison of two files as a screen and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

from quizkit.compare import Comparison, Part, Place
from quizkit.model import Lang
from quizkit.report.layout import cut, fill, wrap
from quizkit.report.look import Look
from quizkit.texts import say

SCHEMA = "quizkit.diff/1"
WORD = 10
ROLES = {"same": "ok", "renamed": "ok", "differs": "fail", "only_mine": "skip",
         "only_theirs": "fail"}  # fmt: skip


def difference_object(found: Comparison) -> dict[str, Any]:
    """The comparison as data; line numbers are [first, last]."""
    return {
        "schema": SCHEMA,
        "places": found.places,
        "parts": [
            {"name": part.name, "outcome": part.outcome, "names": dict(part.names),
             "places": [_place_object(place) for place in part.places]}
            for part in found.parts
        ],
    }  # fmt: skip


def _place_object(place: Place) -> dict[str, Any]:
    return {
        "yours": {"lines": list(place.mine_lines), "text": place.mine},
        "reference": {"lines": list(place.theirs_lines), "text": place.theirs},
    }


def render(found: Comparison, head: str, look: Look) -> Iterator[str]:
    """The screen: one line per part, then every place, then the sum."""
    yield from (*wrap(head, look.width), "")
    for part in found.parts:
        yield from summary(part, look)
    for part in found.parts:
        for place in part.places:
            yield from ("", look.paint("title", part.name))
            yield from shown(place, look)
    yield from ("", *wrap(total(found, look.lang), look.width))


def summary(part: Part, look: Look) -> Iterator[str]:
    """`DIFFERS   TextClassifier.backward   2 places`."""
    word = look.paint(ROLES[part.outcome], fill(say(f"compare.{part.outcome}", look.lang), WORD))
    more = places(len(part.places), look.lang) if part.places else names(part, look.lang)
    line = f"{part.name}   {more}".rstrip()
    first, *rest = wrap(line, look.width - WORD - 2, "")
    yield f"  {word}{first}"
    yield from (" " * (WORD + 2) + each for each in rest)


def names(part: Part, lang: Lang) -> str:
    """`ids is tokens, m is mask`."""
    comma = "，" if lang == "zh" else ", "
    pairs = part.names.items()
    return comma.join(say("compare.is", lang, mine=one, theirs=two) for one, two in pairs)


def places(count: int, lang: Lang) -> str:
    """`1 place`, `2 places`."""
    return say("compare.places_one" if count == 1 else "compare.places_many", lang, count=count)


def shown(place: Place, look: Look) -> Iterator[str]:
    """Both texts of a place, each under where it stands; of long ones only what differs."""
    one, two = place.mine.splitlines(), place.theirs.splitlines()
    mine, theirs = apart(one, two)
    for key, lines, where in (
        ("mine", mine, place.mine_lines),
        ("theirs", theirs, place.theirs_lines),
    ):
        line = where[0] + (lines[0][0] if lines else 0)
        yield f"  {say(f'compare.{key}', look.lang, line=line)}"
        texts = [text for _, text in lines] or [say("compare.nothing", look.lang)]
        yield from (f"    | {cut(text, look.width - 6)}" for text in texts)


Numbered = list[tuple[int, str]]
"""(number from 0, text) of some lines."""


def apart(one: list[str], two: list[str]) -> tuple[Numbered, Numbered]:
    """The lines of two texts that the other does not have."""
    mine: Numbered = []
    theirs: Numbered = []
    for kind, i, i_end, j, j_end in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if kind != "equal":
            mine += list(enumerate(one))[i:i_end]
            theirs += list(enumerate(two))[j:j_end]
    return mine, theirs


def total(found: Comparison, lang: Lang) -> str:
    """The last line."""
    if found.places:
        return say("compare.total", lang, places=places(found.places, lang))
    renamed = any(part.outcome == "renamed" for part in found.parts)
    return say("compare.equal_names" if renamed else "compare.equal", lang)
