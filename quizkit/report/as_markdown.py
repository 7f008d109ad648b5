"""Verdicts as Markdown, for an issue, a merge request or notes: GitHub's and GitLab's dialect."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from quizkit.model import CheckResult, Graded, Lang, Outcome, Verdict
from quizkit.report.told import about, outcome, reason, shown
from quizkit.texts import say

SPECIAL = re.compile(r"([\\`*_\[\]#|~$])")


def report(found: Sequence[Graded], lang: Lang) -> str:
    """A section per submission, under a table of all where there are several."""
    parts = [list(section(graded, lang)) for graded in found]
    if len(found) > 1:
        parts.insert(0, list(overview(found, lang)))
    return "\n\n".join("\n".join(part) for part in parts)


def overview(found: Sequence[Graded], lang: Lang) -> Iterator[str]:
    """One row per submission."""
    yield from head("file", "exercise", "verdict", "score", lang=lang)
    for graded in found:
        verdict = graded.verdict
        words = [verdict.file, f"{verdict.exercise} {verdict.framework}"]
        shown = [*map(escaped, words), word(verdict, lang), f"{verdict.score:.0%}"]
        yield f"| {' | '.join(shown)} |"


def section(graded: Graded, lang: Lang) -> Iterator[str]:
    """One submission: its verdict, its checks, the reasons, what it printed."""
    verdict = graded.verdict
    name = escaped(f"{verdict.exercise} {verdict.framework} {verdict.file}")
    yield f"## {name}"
    yield ""
    seeds = ", ".join(map(str, graded.seeds))
    yield f"**{word(verdict, lang)}** {verdict.score:.0%}, {say('screens.seed', lang, seed=seeds)}"
    yield ""
    if verdict.code and not any(check.outcome is Outcome.FAILED for check in verdict.checks):
        yield from (escaped(about(verdict, lang)), "")
    yield from head("outcome", "check", "message", lang=lang)
    for check in verdict.checks:
        yield f"| {' | '.join(row(verdict, check, lang))} |"
    if verdict.output:
        yield from ("", say("screens.printed", lang), "", *fenced(verdict.output))


def head(*names: str, lang: Lang) -> Iterator[str]:
    """The first two lines of a table."""
    yield f"| {' | '.join(say(f'reports.{name}', lang) for name in names)} |"
    yield f"|{'---|' * len(names)}"


def row(verdict: Verdict, check: CheckResult, lang: Lang) -> Iterator[str]:
    """The cells of one check."""
    yield outcome(check, lang)
    yield escaped(check.title.of(lang))
    if check.outcome is Outcome.FAILED:
        yield "<br>".join(map(escaped, reason(verdict, check, lang)))
    else:
        yield escaped(about(check, lang))


def word(verdict: Verdict, lang: Lang) -> str:
    """The verdict in a word."""
    return say(f"verdicts.{verdict.verdict}", lang)


def escaped(text: str) -> str:
    """`text` as itself on one line, whatever it holds."""
    plain = (
        " ".join(shown(text).split())
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
    )
    return SPECIAL.sub(r"\\\1", plain)


def fenced(text: str) -> list[str]:
    """A block of code that no line of `text` can end."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(longest + 1, 3)
    return [f"{fence}text", *shown(text).splitlines(), fence]
