"""The report of a run of `grade`: made by one renderer per format, printed or written to a file."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from quizkit.cli import common
from quizkit.errors import FileProblem
from quizkit.model import Verdict


def as_text(found: Sequence[Sequence[Verdict]], verbose: bool) -> str:
    """One screen per submission."""
    from quizkit.report.terminal import render

    screens = []
    for verdicts in found:
        seeds = [verdict.seed for verdict in verdicts]
        last = verdicts[-1]
        lines = render(last, common.lang(), width=common.width(), seeds=seeds, verbose=verbose)
        screens.append("\n".join(lines))
    return "\n\n".join(screens)


def as_json(found: Sequence[Sequence[Verdict]]) -> str:
    """The JSON of the contract; ASCII where the terminal knows nothing else."""
    from quizkit.report.as_json import results_object

    plain = (sys.stdout.encoding or "").lower().replace("-", "") not in ("utf8", "utf16")
    told = results_object([verdicts[-1] for verdicts in found], common.lang())
    return json.dumps(told, ensure_ascii=plain, indent=1)


def write(output: Path, report: str) -> None:
    """Write a report to a file; FileProblem where that cannot be."""
    try:
        output.write_text(report + "\n", encoding="utf-8")
    except OSError as error:
        raise FileProblem("unwritable", file=str(output), why=error.strerror) from error
