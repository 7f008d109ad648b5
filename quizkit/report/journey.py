"""The lines around a verdict: what changed since the last attempt, and what comes after success."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from quizkit.model import Ahead, Change, Graded, Lang, Past, Text, Verdict
from quizkit.report.amounts import day, duration, milliseconds
from quizkit.report.layout import cells, fill, joined, wrap
from quizkit.report.look import Look
from quizkit.texts import say

NAMED = 4  # more checks than these are counted, not named
LABEL, MIDDLE, BAR = 10, 33, 24


def since(past: Past, lang: Lang, running: bool = True) -> Iterator[str]:
    """What changed since the last attempt, if there is one, and the clock while it is `running`."""
    if past.compared:
        kind = "attempt" if past.previous else "run"
        last = say(f"journey.last_{kind}", lang, number=past.previous)
        parts = ("；" if lang == "zh" else "; ").join(_changes(past.changes, lang))
        key = "since" if parts else "unchanged"
        yield say(f"journey.{key}", lang, last=last, changes=parts)
    if past.minutes and past.seconds is not None and running:
        yield clock(past.seconds, past.minutes, lang)


def _changes(found: Sequence[Change], lang: Lang) -> Iterator[str]:
    def key(change: Change) -> tuple[str, str]:
        return change.now, change.before

    for (now, before), run in groupby(sorted(found, key=key), key):
        members = list(run)
        titles = joined([change.title.of(lang) for change in members], lang)
        titles = titles.replace(": ", " ").replace("：", " ")  # a colon stands before them
        if len(members) > NAMED:
            titles = say("journey.several", lang, count=len(members))
        number = "one" if len(members) == 1 else "many"
        words = {word: say(f"journey.was_{end}", lang) for word, end in
                 (("before", before), ("now", now))}  # fmt: skip
        yield say(f"journey.change_{number}", lang, titles=titles, **words)


def clock(seconds: float, minutes: int, lang: Lang) -> str:
    """How much of the minutes is left, or by how much they are over."""
    left = minutes * 60 - seconds
    passed = duration(seconds, lang)
    if left >= 0:
        told = duration(left, lang)
        return say("journey.clock_left", lang, passed=passed, left=told, minutes=minutes)
    return say("journey.clock_over", lang, passed=passed, over=duration(-left, lang),
               minutes=minutes)  # fmt: skip


def afterwards(graded: Graded, ahead: Ahead, file: str, look: Look) -> Iterator[str]:
    """The second half of an accepted screen; `file` as one would type it."""
    lang, width = look.lang, look.width
    name = graded.verdict.exercise
    yield from wrap("   ".join(_effort(graded.past, ahead, lang)), width)
    yield from (line for told in pace(graded.verdict, lang) for line in wrap(told, width))
    yield ""
    yield from _row("compare", _places(ahead, lang), f"quizkit solve {name} --diff {file}", look)
    if ahead.questions:
        yield look.paint("title", say("journey.aloud", lang))
        yield from _numbered(ahead.questions, look)
    if ahead.again:
        when = say("journey.again_on", lang, day=day(ahead.again, lang))
        yield from _row("again", when, f"quizkit start {name} --again", look)
    if ahead.next:
        about = say("journey.next_one", lang, name=ahead.next, minutes=ahead.next_minutes)
        yield from _row("next", about, f"quizkit start {ahead.next}", look)
    yield ""
    yield from wrap(bar(ahead.solved, ahead.total, lang), width)


def _numbered(questions: Sequence[Text], look: Look) -> Iterator[str]:
    for number, question in enumerate(questions, 1):
        first, *rest = wrap(question.of(look.lang), look.width, "     ")
        yield from (f"  {number}. {first.strip()}", *rest)


def _effort(past: Past | None, ahead: Ahead, lang: Lang) -> Iterator[str]:
    if past and past.minutes and past.seconds is not None:
        yield clock(past.seconds, past.minutes, lang)
    elif past and past.seconds is not None:
        yield say("journey.time", lang, passed=duration(past.seconds, lang))
    if past and past.attempt:
        yield say("journey.attempts", lang, count=past.attempt)
        yield say("journey.hints", lang, count=past.hints)
    yield say("journey.target", lang, minutes=ahead.minutes)


def pace(verdict: Verdict, lang: Lang) -> Iterator[str]:
    """The learner's speed beside the reference's, if it was measured: information, no mark."""
    measured = verdict.facts.get("pace", {})
    for unit in ("step", "case", "backward"):
        mine, theirs = measured.get(unit, (0.0, 0.0))
        if mine and theirs:
            figures = {"mine": milliseconds(mine), "theirs": milliseconds(theirs)}
            yield say(f"journey.pace_{unit}", lang, **figures)
            return


def _places(ahead: Ahead, lang: Lang) -> str:
    if ahead.places is None:
        return ""
    if ahead.places < 2:
        return say("journey.places_one" if ahead.places else "journey.places_none", lang)
    return say("journey.places", lang, count=ahead.places)


def _row(label: str, middle: str, command: str, look: Look) -> Iterator[str]:
    """A label, what it is about, and the command; the command below where it does not fit."""
    line = f"{fill(say(f'journey.{label}', look.lang), LABEL)}{middle}"
    if not middle:
        yield from wrap(f"{line}{command}", look.width)
    elif LABEL + max(MIDDLE, cells(middle)) + 2 + cells(command) <= look.width:
        yield f"{fill(line, LABEL + MIDDLE)}  {command}"
    else:
        yield from (*wrap(line, look.width), *wrap(command, look.width, " " * LABEL))


def bar(solved: int, total: int, lang: Lang) -> str:
    """`2 of 22 exercises   ##......................   quizkit progress`."""
    done = round(BAR * solved / total) if total else 0
    shown = say("journey.bar", lang, solved=solved, total=total)
    return f"{shown}   {'#' * done}{'.' * (BAR - done)}   quizkit progress"


def summary(graded: Graded, lang: Lang) -> Iterator[str]:
    """What an accepted verdict rests on: all checks, the training, held-out data."""
    checks = graded.verdict.checks
    parts = [say("journey.all_checks", lang, count=len(checks))]
    if len(graded.seeds) > 1:
        parts.append(say("journey.on_two", lang))
    yield ("，" if lang == "zh" else ", ").join(parts)
    for check in checks:
        if "steps" in check.measured:
            yield say("journey.losses", lang, steps=check.measured["steps"])
        for name, key in (("accuracy", "accuracy"), ("forecast", "baseline")):
            if key in check.measured:
                yield say(f"screens.{name}", lang, **check.measured)
