"""A verdict as lines of text for people, laid out for a terminal of `width` columns."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import groupby

from quizkit.model import CheckResult, Lang, Outcome, Verdict, VerdictKind
from quizkit.report.layout import cells, cut, fill, tail, wrap
from quizkit.report.message import message
from quizkit.texts import say

WORDS = {Outcome.PASSED: "ok", Outcome.FAILED: "fail", Outcome.NOT_CHECKED: "skip"}
FILE_CELLS = 16  # a path is shortened to no less


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
