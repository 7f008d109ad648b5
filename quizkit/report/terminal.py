"""A verdict as lines of text for people, laid out for a terminal of `width` columns."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

from quizkit.model import CheckResult, Lang, Outcome, Verdict, VerdictKind
from quizkit.report.message import message
from quizkit.texts import say

CLOSING = "，。；：、！？）】》”’ "  # never begin a line
OPENING = "（【《“‘"  # never end one
WORDS = {Outcome.PASSED: "ok", Outcome.FAILED: "fail", Outcome.NOT_CHECKED: "skip"}
FILE_CELLS = 16  # a path is shortened to no less


def cells(text: str) -> int:
    """Columns that `text` takes on a terminal: two per wide character."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def fill(text: str, width: int) -> str:
    """`text` with spaces up to `width` columns."""
    return text + " " * max(width - cells(text), 0)


def cut(text: str, width: int) -> str:
    """The beginning of `text` that fits into `width` columns."""
    while cells(text) > width:
        text = text[:-1]
    return text


def wrap(text: str, width: int, indent: str = "") -> list[str]:
    """Lines of at most `width` columns; Chinese breaks anywhere, other text at spaces."""
    lines: list[str] = []
    room = max(width - cells(indent), 2)
    for paragraph in text.splitlines() or [""]:
        line = indent
        for word in (part for piece in _pieces(paragraph) for part in _short(piece, room)):
            if cells(line) + cells(word.rstrip()) > width and line.strip():
                lines.append(line.rstrip())
                line, word = indent, word.lstrip()
            line += word
        lines.append(line.rstrip())
    return lines


def _short(piece: str, room: int) -> Iterator[str]:
    """A piece that fits; one wider than a whole line is broken where the line ends."""
    while cells(piece.rstrip()) > room:
        start = cut(piece, room)
        yield start
        piece = piece[len(start) :]
    yield piece


def _pieces(text: str) -> Iterator[str]:
    """What must not be broken: words with the space after them, single wide characters."""
    piece = ""
    for char in text:
        if piece and char not in CLOSING and _breaks(piece[-1], char):
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def _breaks(before: str, after: str) -> bool:
    """Whether a line may end between two characters: after a space, or beside a wide one."""
    if before == " ":
        return after != " "
    wide = any(unicodedata.east_asian_width(char) in "WF" for char in (before, after))
    return wide and before not in OPENING


def render(
    verdict: Verdict,
    lang: Lang,
    *,
    width: int = 80,
    seeds: Sequence[int] = (),
    verbose: bool = False,
) -> list[str]:
    """The whole screen for one verdict, without colour."""
    lines = [*header(verdict, lang, width, seeds or [verdict.seed]), ""]
    lines += [line for row in rows(verdict.checks, lang) for line in hanging(row, width)]
    for paragraph in causes(verdict, lang):
        lines.append("")
        for part in paragraph:
            indent = "  " + " " * (len(part) - len(part.lstrip()))
            lines += wrap(part.lstrip(), width, indent)
    if verdict.output:
        lines += ["", say("screens.printed", lang)]
        lines += [f"  | {cut(line, width - 4)}" for line in verdict.output.splitlines()]
    if verbose:
        layers = ", ".join(verdict.isolation)
        lines += ["", *wrap(say("screens.layers", lang, layers=layers), width)]
    step = say(
        f"verdicts.next_{verdict.verdict}", lang, exercise=verdict.exercise, seed=verdict.seed
    )
    return [*lines, "", *wrap(step, width)]


def header(verdict: Verdict, lang: Lang, width: int, seeds: Sequence[int]) -> list[str]:
    """`mlp   numpy   ./mlp.py   seed 7      rejected   0.4 s`; two lines where it is narrow."""
    seed = say("screens.seed", lang, seed=", ".join(map(str, seeds)))
    word = say(f"verdicts.{verdict.verdict}", lang)
    right = f"{word}   {say('screens.seconds', lang, seconds=verdict.duration_s)}"
    about = [verdict.exercise, str(verdict.framework), "", seed]
    room = width - cells("   ".join(about)) - cells(right) - 3
    about[2] = tail(near(verdict.file), max(room, FILE_CELLS))
    left = "   ".join(about)
    gap = width - cells(left) - cells(right)
    if gap < 3:
        return [*wrap(left, width), " " * max(width - cells(right), 0) + right]
    return [f"{left}{' ' * gap}{right}"]


def tail(text: str, width: int) -> str:
    """`text`, or `...` and its end where it takes more than `width` columns."""
    if cells(text) <= width:
        return text
    while cells(text) > width - 3:
        text = text[1:]
    return f"...{text}"


def near(file: str) -> str:
    """A path as one would type it here."""
    here = os.getcwd() + os.sep
    return file.removeprefix(here)


def rows(checks: Sequence[CheckResult], lang: Lang) -> Iterator[tuple[str, str, str]]:
    """(word, titles, count) for each run of checks with one outcome; gradients share a row."""

    def key(check: CheckResult) -> tuple[Outcome, str]:
        family = "" if check.outcome is Outcome.NOT_CHECKED else check.group
        return check.outcome, family

    for (outcome, _), run in groupby(checks, key):
        members = list(run)
        count = say("screens.check", lang)
        if len(members) > 1:
            count = say("screens.checks", lang, count=len(members))
        yield say(f"screens.{WORDS[outcome]}", lang), titles(members, lang), count


def titles(members: Sequence[CheckResult], lang: Lang) -> str:
    """Titles in a row; those with a common beginning ("gradient: ") say it once."""
    colon, comma = ("：", "、") if lang == "zh" else (": ", ", ")
    shown: list[str] = []
    last = ""
    for title in (member.title.of(lang) for member in members):
        start, found, rest = title.partition(colon)
        shown.append(rest if found and start == last else title)
        last = start if found else ""
    return comma.join(shown)


def hanging(row: tuple[str, str, str], width: int) -> list[str]:
    """A row with its titles wrapped in the middle column."""
    word, shown, count = row
    middle = width - 8 - cells(count) - 3
    parts = wrap(shown, middle)
    first = f"  {fill(word, 6)}{fill(parts[0], middle)}   {count}".rstrip()
    return [first, *(f"        {part}" for part in parts[1:])]


def causes(verdict: Verdict, lang: Lang) -> Iterator[list[str]]:
    """One paragraph per cause: failed checks that say the same thing speak once."""
    if not any(check.outcome is Outcome.FAILED for check in verdict.checks):
        if verdict.verdict is VerdictKind.ACCEPTED:
            yield from held_out(verdict, lang)
        elif verdict.code:
            yield [message(verdict.code, verdict.facts, lang)]
        return
    told: set[str] = set()
    for check in verdict.checks:
        if check.outcome is Outcome.FAILED:
            words = message(check.code, check.measured, lang)
            if words not in told:
                told.add(words)
                yield [check.id, f"  {words}", *frames(check, lang)]


def frames(check: CheckResult, lang: Lang) -> list[str]:
    """The learner's own lines of a traceback."""
    found = check.measured.get("frames", [])
    return [
        "  " + say("screens.line", lang, line=f["line"], name=f["in"], text=f["text"])
        for f in found
    ]


def held_out(verdict: Verdict, lang: Lang) -> Iterator[list[str]]:
    """The figures of an accepted training."""
    for check in verdict.checks:
        for name, key in (("accuracy", "accuracy"), ("forecast", "baseline")):
            if key in check.measured:
                yield [say(f"screens.{name}", lang, **check.measured)]
