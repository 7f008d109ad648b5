"""`quizkit bank table`: what was proved, a row for each exercise."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path

import typer

from quizkit import paths
from quizkit.authoring.check import place
from quizkit.authoring.table import Row, rows
from quizkit.cli import common
from quizkit.cli.banks import folder
from quizkit.errors import FileProblem
from quizkit.report.layout import cells, fill

HELP = """The table of proofs, from what `quizkit bank check --full` found.

Examples:

  quizkit bank table

  quizkit bank table --markdown > exercises/PROOF.md
"""
COLUMNS = ("checks", "correct", "wrong", "mutants", "killed", "listed", "left", "seeds", "alarms")
NAME = 22


def print_table(
    path: Path | None = typer.Argument(None, help="A bank's or exercise's folder."),
    markdown: bool = typer.Option(False, "--markdown", help="As a page of Markdown."),
    json_: bool = typer.Option(False, "--json", "-j", help="As JSON."),
) -> int:
    path = path or folder()
    bank = path or paths.content()
    if not bank.exists():
        raise FileProblem("no_file", file=str(bank))
    found = rows(bank)
    if json_:
        told = [asdict(row) for row in found]
        common.out_json({"schema": "quizkit.bank_table/1", "exercises": told})
    elif markdown:
        common.out(page(found, place(bank)[0]))
    else:
        common.out("\n".join(lines(found)))
    if any(row.unproved for row in found):
        common.err(unproved(found))
    return 0


def unproved(found: list[Row]) -> str:
    """What `--full` has yet to do."""
    names = [row.exercise for row in found if row.unproved]
    count = sum(row.unproved for row in found)
    return common.say("author.unproved", count=count, names=", ".join(names))


def values(row: Row) -> list[str]:
    """The figures of a row, in the order of COLUMNS."""
    wrong = f"{row.wrong}" if row.wrong == row.all_wrong else f"{row.wrong}/{row.all_wrong}"
    figures = [row.checks, row.correct, wrong, row.mutants, row.killed, row.listed, row.survived]
    return [str(figure) for figure in [*figures, row.seeds, row.alarms]]


def total(found: list[Row]) -> list[str]:
    """The figures of all rows together; of the seeds the fewest."""
    sums = [
        [row.checks, row.correct, row.wrong, row.mutants, row.killed, row.listed, row.survived]
        for row in found
    ]
    added = [str(sum(column)) for column in zip(*sums, strict=True)]
    return [*added, str(min(row.seeds for row in found)), str(sum(row.alarms for row in found))]


def lines(found: list[Row]) -> list[str]:
    """The table for a terminal of 80 columns."""
    heads = [common.say(f"author.column_{name}") for name in COLUMNS]
    widths = [max(cells(head) + 1, 5) for head in heads]

    def line(name: str, figures: list[str]) -> str:
        shown, filled = name, NAME
        for text, width in zip(figures, widths, strict=True):
            filled += width
            shown = fill(shown, filled - cells(text)) + text
        return shown

    shown = [line(common.say("author.column_exercise"), heads)]
    shown += [line(row.exercise, values(row)) for row in found]
    return shown + ([line(common.say("author.column_all"), total(found))] if found else [])


def page(found: list[Row], bank: Path) -> str:
    """The table as Markdown, with what its columns mean, what it stands on, and what is missing."""
    from quizkit.authoring.digest import versions

    heads = ["exercise", "frameworks", *COLUMNS]
    about = {"day": date.today(), "versions": ", ".join(versions()), "commit": _commit(bank)}
    shown = [common.say("author.page", **about), ""]
    shown += [f"| {' | '.join(heads)} |", f"|{'---|' * 2}{'--:|' * len(COLUMNS)}"]
    shown += [f"| {' | '.join([r.exercise, ', '.join(r.frameworks), *values(r)])} |" for r in found]
    if found:
        shown.append(f"| all {len(found)} | | {' | '.join(total(found))} |")
    if any(row.unproved for row in found):
        shown += ["", unproved(found)]
    return "\n".join(shown)


def _commit(bank: Path) -> str:
    """The commit that the bank is at, and whether its exercises differ from it."""
    from quizkit.authoring.sample import git

    commit = git(bank, "rev-parse", "--short", "HEAD")
    if not commit:
        return common.say("author.no_commit")
    changed = git(bank, "status", "--porcelain", "--", ".")
    return common.say(f"author.{'after' if changed else 'at'}_commit", commit=commit)
