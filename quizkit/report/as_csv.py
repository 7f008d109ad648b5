"""Verdicts as a table for a spreadsheet: UTF-8 with its mark, one row per submission.

A spreadsheet runs what begins with `=` and its like, and file names are a stranger's: such a cell
gets an apostrophe in front, which the spreadsheet shows as text.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Sequence

from quizkit.model import Graded, Lang, Outcome
from quizkit.report.told import about, shown

MARK = "\ufeff"
FORMULA = ("=", "+", "-", "@")
COLUMNS = (
    "file", "exercise", "framework", "verdict", "score", "passed", "failed", "not_checked",
    "first_failed", "message", "seed", "duration_s", "attempt", "digest", "python",
)  # fmt: skip


def report(found: Sequence[Graded], lang: Lang) -> str:
    """The whole table, beginning with the mark; column names are English."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([cell(value) for value in row(graded, lang)] for graded in found)
    return MARK + stream.getvalue()


def row(graded: Graded, lang: Lang) -> list[object]:
    """The values of one submission, in the order of COLUMNS."""
    verdict = graded.verdict
    counts = [sum(check.outcome is one for check in verdict.checks) for one in Outcome]
    failed = [check for check in verdict.checks if check.outcome is Outcome.FAILED]
    words = about(failed[0], lang) if failed else about(verdict, lang)
    attempt = graded.past.attempt if graded.past and graded.past.attempt else ""
    return [
        verdict.file, verdict.exercise, verdict.framework, verdict.verdict,
        round(verdict.score, 4), *counts, failed[0].id if failed else "", words, verdict.seed,
        verdict.duration_s, attempt, verdict.digest, verdict.python,
    ]  # fmt: skip


def cell(value: object) -> object:
    """A value that a spreadsheet shows and does not run: one line, no formula."""
    if not isinstance(value, str):
        return value
    line = shown(" ".join(value.split()))
    first = unicodedata.normalize("NFKC", line[:1])
    return f"'{line}" if first in FORMULA and first else line
