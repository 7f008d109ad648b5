"""`quizkit list`: exercises and questions."""

from __future__ import annotations

from typing import Any

import typer

from quizkit.bank import Bank
from quizkit.cli import common
from quizkit.progress import Store
from quizkit.report.layout import cells, clip, fill

HELP = """List exercises and questions.

Examples:

  quizkit list

  quizkit list --topic autograd --kind predict

  quizkit list --json
"""
QUESTION_STATUS, EXERCISE_STATUS = 5, 14
app = typer.Typer()


@app.command("list", help=HELP)
def listing(
    topic: str = typer.Option("", "--topic", "-t", help="One topic, in either language."),
    kind: str = typer.Option(
        "", "--kind", help="exercise, choice, numeric, predict, find_bug, open."
    ),
    difficulty: str = typer.Option("", "--difficulty", "-l", help="junior, mid or senior."),
    json_: bool = typer.Option(False, "--json", "-j", help="As JSON."),
) -> int:
    bank = common.bank()
    chosen = bank.match_topic(topic) if topic else ""
    with common.store() as store:
        exercises = [row for row in exercise_rows(bank, store) if _fits(row, chosen, difficulty)]
        found = question_rows(bank, store, chosen)
        questions = [row for row in found if _fits(row, chosen, difficulty)]
    kind = kind.replace("-", "_")
    exercises = exercises if kind in ("", "exercise") else []
    questions = [row for row in questions if kind in ("", row["kind"])]
    if json_:
        told = {"schema": "quizkit.list/1", "exercises": exercises, "questions": questions}
        common.out_json(told)
    else:
        _print(bank, exercises, questions)
    return 0


def _fits(row: dict[str, Any], topic: str, difficulty: str) -> bool:
    return topic in ("", row["topic"]) and difficulty in ("", row["difficulty"])


def exercise_rows(bank: Bank, store: Store) -> list[dict[str, Any]]:
    """The exercises as the contract's JSON."""
    statuses = store.statuses()
    return [
        {
            "id": item.id,
            "title": item.title.of(common.lang()),
            "topic": item.topic,
            "difficulty": str(item.difficulty),
            "asked": item.asked,
            "frameworks": [str(framework) for framework in item.frameworks],
            "status": {str(f): statuses.get((item.id, f), "new") for f in item.frameworks},
        }
        for item in bank.offered
    ]


def question_rows(bank: Bank, store: Store, topic: str) -> list[dict[str, Any]]:
    """The questions, or those of one topic, as the contract's JSON."""
    latest = store.latest()
    rows = []
    for entry in bank.entries(topic):
        review = latest.get(entry.id)
        status = "new" if review is None else "right" if review.correct else "wrong"
        rows.append(
            {
                "id": entry.id,
                "kind": str(entry.kind),
                "title": entry.title.of(common.lang()),
                "topic": entry.topic,
                "difficulty": str(entry.difficulty),
                "asked": entry.asked,
                "status": status,
            }
        )
    return rows


def _print(bank: Bank, exercises: list[dict[str, Any]], questions: list[dict[str, Any]]) -> None:
    if exercises:
        common.out(common.say("cli.exercises"))
        widest = max(cells(in_short(row["status"])) for row in exercises)
        room = min(max(widest, QUESTION_STATUS), EXERCISE_STATUS)
    for row in exercises:
        common.out(_line(row, in_short(row["status"]), room))
    for topic in bank.topics.values():
        mine = [row for row in questions if row["topic"] == topic.id]
        if mine:
            common.out(f"\n{topic.title.of(common.lang())}  ({topic.id})")
        for row in mine:
            mark = common.say(f"cli.status_{row['status']}")
            common.out(_line(row, mark, QUESTION_STATUS))


def in_short(statuses: dict[str, str]) -> str:
    """An exercise's status: one word where its frameworks agree, else each that is not new."""
    words = {f: common.say(f"cli.status_{status}") for f, status in statuses.items()}
    if len(set(words.values())) == 1:
        return next(iter(words.values()))
    return "  ".join(f"{f} {word}" for f, word in words.items() if statuses[f] != "new")


def _line(row: dict[str, Any], status: str, room: int) -> str:
    about = f"  {fill(row['id'], 24)} {row['difficulty']:<6} {row['asked']:>2}/10"
    left = f"{about}  {fill(status, room)}  "
    return (left + clip(row["title"], common.width() - cells(left))).rstrip()
