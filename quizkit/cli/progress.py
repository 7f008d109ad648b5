"""`quizkit progress`: what was solved, what is weak, what is due."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import typer

from quizkit.cli import common

HELP = """Show what was solved, what is weak and what is due.

Example:

  quizkit progress --json
"""
app = typer.Typer()


@app.command(help=HELP)
def progress(json_: bool = typer.Option(False, "--json", "-j", help="As JSON.")) -> int:
    told = summary()
    if json_:
        common.out_json({"schema": "quizkit.progress/1", **told})
        return 0
    if not any(row["seen"] for row in told["topics"]) and not told["exercises"]:
        common.out(common.say("cli.progress_none"))
    for row in told["topics"]:
        if row["seen"]:
            common.out(common.say("cli.progress_topic", **row))
    for row in told["exercises"]:
        shown = row | {"status": common.say(f"cli.status_{row['status']}")}
        common.out(common.say("cli.progress_exercise", **shown))
    return 0


def summary() -> dict[str, list[dict[str, Any]]]:
    """Topics and exercises with their figures."""
    bank, today = common.bank(), datetime.now(UTC).isoformat()
    topics, exercises = [], []
    with common.store() as store:
        latest = store.latest_reviews()
        for topic in bank.topics.values():
            names = [entry.id for entry in bank.index.values() if entry.topic == topic.id]
            mine = [latest[name] for name in names if name in latest]
            figures = {"seen": len(mine), "right": sum(r.correct for r in mine)}
            due = sum(r.due <= today for r in mine)
            shown = topic.title.of(common.lang())
            topics.append(
                {"id": topic.id, "topic": shown, "total": len(names), "due": due} | figures
            )
        for item in bank.exercises.values():
            for framework in item.frameworks:
                status = store.status(item.id, framework)
                count = len(store.attempts(item.id, framework))
                row = {"name": item.id, "framework": str(framework), "status": status}
                if status != "new":
                    exercises.append(row | {"count": count})
    return {"topics": topics, "exercises": exercises}
