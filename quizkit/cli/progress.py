"""`quizkit progress`: what was solved, what is weak, what is due; and progress on the move."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import typer

from quizkit.bank import Bank
from quizkit.cli import common, today
from quizkit.errors import FileProblem
from quizkit.progress import Store, solved_in
from quizkit.progress.carry import dump, merge
from quizkit.report.amounts import duration
from quizkit.report.layout import cells, cut, fill, wrap

HELP = """Show what was solved, what is weak and what is due.

Examples:

  quizkit progress --json

  quizkit progress --html progress.html     a page for the phone

  quizkit progress export mine.json         everything, for another machine

  quizkit progress import mine.json         merge it with what is here
"""
BAR = 10
app = typer.Typer(add_completion=False)


@app.callback(invoke_without_command=True, help=HELP)
def progress(
    ctx: typer.Context,
    html: Path = typer.Option(None, "--html", help="Write one self-contained page there."),
    notes: bool = typer.Option(False, "--notes", help="What you wrote about questions."),
    json_: bool = typer.Option(False, "--json", "-j", help="As JSON."),
) -> int:
    if ctx.invoked_subcommand is not None:
        return 0
    if notes:
        return show_notes(json_)
    told = summary()
    if html is not None:
        from quizkit.report.page import page

        write(html, page(told, common.lang()))
        common.err(common.say("progress.written", file=html))
    elif json_:
        common.out_json({"schema": "quizkit.progress/1", **told})
    else:
        show(told)
    return 0


@app.command("export", help="Write everything to one JSON file; - is standard output.")
def export(file: str = typer.Argument("-", metavar="[FILE]")) -> int:
    with Store.open(readonly=True) as store:
        told = dump(store)
    if file == "-":
        common.out_json(told)
        return 0
    write(Path(file), json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    common.err(common.say("progress.written", file=file))
    return 0


@app.command("import", help="Merge an exported file into what is here; nothing comes twice.")
def take_in(file: str = typer.Argument(..., metavar="FILE")) -> int:
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise FileProblem("no_progress_file", file=file) from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise FileProblem("unreadable", file=file, why=why) from error
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FileProblem("not_progress", schema=str(error)) from error
    with common.store(readonly=False) as store:
        merged = merge(store, told, due_again)
    common.err(common.say("progress.merged", **merged._asdict()))
    return 0


def due_again(rows: Sequence[dict[str, Any]]) -> str:
    """When a question returns after all these answers."""
    from quizkit.quiz.schedule import due_after

    return due_after([(row["rating"], datetime.fromisoformat(row["at"])) for row in rows])


def write(file: Path, text: str) -> None:
    """A file of this text; FileProblem where it cannot be written."""
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise FileProblem("unwritable", file=str(file), why=error.strerror) from error


def summary() -> dict[str, Any]:
    """Topics and exercises with their figures."""
    bank = common.bank()
    with common.store() as store:
        now = today.standing(bank, store)
        spent = store.time_spent()
        exercises = exercise_rows(bank, store)
    rows = today.rows(bank, now, spent)
    topics = [
        {"id": row.topic, "topic": bank.topics[row.topic].title.of(common.lang()),
         "titles": {"en": bank.topics[row.topic].title.en, "zh": bank.topics[row.topic].title.zh},
         "total": row.total, "due": row.due, "seen": row.seen, "right": row.right,
         "known": row.known, "recall": round(row.recall, 3), "seconds": round(row.seconds),
         "weak": row.weak}
        for row in rows
    ]  # fmt: skip
    aim = now.aim
    return {
        "day": now.today.isoformat(), "interview": aim.interview.isoformat() if aim else None,
        "topics": topics, "exercises": exercises,
    }  # fmt: skip


def exercise_rows(bank: Bank, store: Store) -> list[dict[str, Any]]:
    """The exercises that were begun, each with its framework."""
    found = []
    statuses = store.statuses()
    for item in bank.exercises.values():
        for framework in item.frameworks:
            status = statuses.get((item.id, framework), "new")
            if status != "new":
                attempts = store.attempts(item.id, framework)
                took = solved_in(store.last_start(item.id, framework), attempts)
                titles = {"en": item.title.en, "zh": item.title.zh}
                row = {"name": item.id, "framework": str(framework), "status": status}
                seconds = None if took is None else round(took, 1)
                more = {"count": len(attempts), "seconds": seconds, "titles": titles}
                found.append(row | more)
    return found


def show(told: dict[str, Any]) -> None:
    """The table for people; topics of which nothing was seen come as a count."""
    seen = [row for row in told["topics"] if row["seen"]]
    if not seen and not told["exercises"]:
        common.out(common.say("cli.progress_none"))
        return
    if seen:
        _table(seen, told["interview"])
    untouched = len([row for row in told["topics"] if row["total"]]) - len(seen)
    if untouched:
        common.out(common.say("progress.untouched", count=untouched))
    if told["exercises"]:
        common.out()
    for row in told["exercises"]:
        shown = row | {"status": common.say(f"cli.status_{row['status']}")}
        if row["seconds"] is not None:
            shown["time"] = duration(row["seconds"], common.lang())
        key = "progress_solved" if "time" in shown else "progress_exercise"
        common.out(common.say(f"cli.{key}", **shown))


def _table(rows: list[dict[str, Any]], interview: str | None) -> None:
    names = ("seen", "known", "due", "recall", "time")
    widths = {"seen": 7, "known": 7, "due": 6, "recall": 8, "time": 12}
    room = common.width() - sum(widths.values()) - 2
    head = fill("", room + 2)
    head += "".join(_right(common.say(f"progress.{name}"), widths[name]) for name in names)
    common.out(head)
    for row in rows:
        values = {
            "seen": f"{row['seen']}/{row['total']}", "known": str(row["known"]),
            "due": str(row["due"]), "recall": f"{row['recall']:.0%}",
            "time": duration(row["seconds"], common.lang()),
        }  # fmt: skip
        line = fill(cut(row["topic"], room), room) + ("* " if row["weak"] else "  ")
        common.out(line + "".join(_right(values[name], widths[name]) for name in names))
    key = "recall_on" if interview else "recall_now"
    common.out()
    for line in wrap(common.say(f"progress.{key}", day=interview), common.width()):
        common.out(line)


def _right(text: str, width: int) -> str:
    return " " * max(width - cells(text), 1) + text


def show_notes(json_: bool) -> int:
    """What the learner wrote about questions, for their authors."""
    with common.store() as store:
        notes = store.notes()
    if json_:
        rows = [{name: getattr(note, name) for name in note.__slots__} for note in notes]
        common.out_json({"schema": "quizkit.notes/1", "notes": rows})
        return 0
    if not notes:
        common.out(common.say("progress.no_notes"))
    for note in notes:
        facts = {"question": note.question, "revision": note.revision, "variant": note.variant}
        common.out(common.say(f"progress.note_{note.kind}", **facts, day=note.at[:10]))
        for line in note.text.splitlines():
            common.out(f"    {line}")
    return 0
