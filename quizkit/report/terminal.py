"""A verdict as lines of text for people, laid out for a terminal of `width` columns."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from quizkit.model import CheckResult, Graded, Lang, Outcome, Verdict, VerdictKind
from quizkit.report.diagnosis import paragraphs
from quizkit.report.journey import afterwards, since, summary
from quizkit.report.layout import cells, cut, fill, joined, tail, wrap, wrap_titles
from quizkit.report.look import Look, Paint, plain
from quizkit.report.told import WORDS
from quizkit.texts import say

FILE_CELLS = 16  # a path is shortened to no less


def render(
    graded: Graded, lang: Lang, *, width: int = 80, verbose: bool = False, paint: Paint = plain
) -> list[str]:
    """The whole screen for one submission; `verbose` adds every check, the layers and limits."""
    verdict, look = graded.verdict, Look(lang, width, paint)
    lines = header(graded, look)
    if verdict.standin:
        lines += wrap(say("screens.standin", lang, backend=verdict.backend), width, "  ")
    lines.append("")
    if verdict.verdict is not VerdictKind.ACCEPTED or verbose:
        lines += [line for row in rows(verdict.checks, lang) for line in hanging(row, look)]
    if verdict.verdict is VerdictKind.ACCEPTED:
        lines += [line for fact in summary(graded, lang) for line in passed(fact, look)]
    for paragraph in paragraphs(verdict, lang, width):
        lines.append("")
        for part in paragraph:
            indent = "  " + " " * (len(part) - len(part.lstrip()))
            lines += wrap(part.lstrip(), width, indent)
    if graded.past and (told := list(since(graded.past, lang, graded.ahead is None))):
        lines += ["", *(line for sentence in told for line in wrap(sentence, width))]
    if verdict.output:
        lines += ["", *wrap(printed(verdict, lang), width)]
        lines += [f"  | {cut(line, width - 4)}" for line in verdict.output.splitlines()]
    if verbose:
        lines += ["", *(line for part in details(verdict, lang) for line in wrap(part, width))]
    return [*lines, "", *steps(graded, look)]


def header(graded: Graded, look: Look) -> list[str]:
    """`mlp   numpy   mlp.py   attempt 2   seed 7     rejected   0.4 s`; more lines if narrow."""
    verdict, past, lang = graded.verdict, graded.past, look.lang
    about = [verdict.exercise, str(verdict.framework), near(verdict.file)]
    if past and past.attempt:
        about.append(say("journey.attempt", lang, number=past.attempt))
    several = "seed" if len(graded.seeds) == 1 else "seeds"
    seed = say(f"screens.{several}", lang, seed=", ".join(map(str, graded.seeds)))
    word = say(f"verdicts.{verdict.verdict}", lang)
    seconds = f"   {say('screens.seconds', lang, seconds=verdict.duration_s)}"
    room = look.width - cells(word + seconds) - 3
    end = look.paint(verdict.verdict, word) + seconds
    for parts, below in (([*about, seed], []), (about, [seed])):
        left = shortened(parts, room)
        if cells(left) <= room:
            return [f"{fill(left, room)}   {end}", *below]
    first = wrap("   ".join([*about[:2], tail(about[2], look.width), *about[3:], seed]), look.width)
    return [*first, fill("", room + 3) + end]


def shortened(parts: Sequence[str], room: int) -> str:
    """`parts` in a row, the third of them, a path, cut to what is left of `room`."""
    rest = cells("   ".join([*parts[:2], "", *parts[3:]]))
    return "   ".join([*parts[:2], tail(parts[2], max(room - rest, FILE_CELLS)), *parts[3:]])


def passed(fact: str, look: Look) -> list[str]:
    """A fact after the word `ok`."""
    first, *rest = wrap(fact, look.width, "        ")
    word = look.paint("ok", fill(say("screens.ok", look.lang), 6))
    return [f"  {word}{first.lstrip()}", *rest]


def details(verdict: Verdict, lang: Lang) -> Iterator[str]:
    """The layers and limits that held the submission."""
    yield say("screens.layers", lang, layers=", ".join(verdict.isolation))
    if verdict.limits:
        limits = verdict.limits
        yield say("screens.limits", lang, seconds=f"{limits.seconds:g}", memory=limits.memory_mb,
                  output=limits.output_kb)  # fmt: skip


def steps(graded: Graded, look: Look) -> Iterator[str]:
    """What to do next."""
    verdict = graded.verdict
    if graded.ahead is not None:
        yield from afterwards(graded, graded.ahead, near(verdict.file), look)
        return
    about = {"exercise": verdict.exercise, "seed": verdict.seed}
    yield from wrap(say(f"verdicts.next_{verdict.verdict}", look.lang, **about), look.width)


def printed(verdict: Verdict, lang: Lang) -> str:
    """What stands above the learner's own output: how much of it was kept, if not all."""
    cut_at = verdict.facts.get("printed_kb")
    if cut_at is None:
        return say("screens.printed", lang)
    return say("screens.printed_cut", lang, printed=cut_at, kept=verdict.facts["kept_kb"])


def near(file: str) -> str:
    """A path as one would type it here."""
    here = os.getcwd() + os.sep
    return file.removeprefix(here)


class Row(NamedTuple):
    """A run of checks with one outcome."""

    role: str
    word: str
    titles: str
    size: str


def rows(checks: Sequence[CheckResult], lang: Lang) -> Iterator[Row]:
    """A row for each run of checks with one outcome; gradients share a row."""

    def key(check: CheckResult) -> tuple[Outcome, str]:
        family = "" if check.outcome is Outcome.NOT_CHECKED else check.group
        return check.outcome, family

    for (outcome, _), run in groupby(checks, key):
        members = list(run)
        count = say("screens.check", lang)
        if len(members) > 1:
            count = say("screens.checks", lang, count=len(members))
        titles = joined([member.title.of(lang) for member in members], lang)
        role = WORDS[outcome]
        yield Row(role, say(f"screens.{role}", lang), titles, count)


def hanging(row: Row, look: Look) -> list[str]:
    """A row with its titles wrapped in the middle column."""
    middle = look.width - 8 - cells(row.size) - 3
    parts = wrap_titles(row.titles, middle)
    word = look.paint(row.role, fill(row.word, 6))
    first = f"  {word}{fill(parts[0], middle)}   {row.size}".rstrip()
    return [first, *(f"        {part}" for part in parts[1:])]
