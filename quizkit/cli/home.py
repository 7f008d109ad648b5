"""Bare `quizkit`: what is due, what was last tried, what to do next; no prompt."""

from __future__ import annotations

from datetime import UTC, datetime

from quizkit import __version__, paths
from quizkit.cli import common
from quizkit.report.layout import fill


def show_home(json_: bool) -> None:
    """Print the screen, or its figures as JSON."""
    bank = common.bank()
    offered = list(bank.offered)
    with common.store() as store:
        latest = store.latest_reviews()
        statuses = {
            (item.id, str(framework)): store.status(item.id, framework)
            for item in offered
            for framework in item.frameworks
        }
    today = datetime.now(UTC).isoformat()
    due = [name for name, review in latest.items() if review.due <= today and name in bank.index]
    solved = {name for (name, _), status in statuses.items() if status == "accepted"}
    figures = {"questions": len(bank.index), "exercises": len(offered),
               "answered": len(latest), "solved": len(solved)}  # fmt: skip
    if json_:
        common.out_json({"schema": "quizkit.home/1", "due": sorted(due), **figures})
        return
    common.out(common.say("cli.home_title", version=__version__))
    common.out(f"\n  {common.say('cli.home_counts', **figures)}")
    found = "torch_found" if common.has_torch() else "torch_missing"
    common.out(f"  {common.say(f'cli.{found}')}")
    _steps(len(due), statuses)
    common.out(f"  {common.say('cli.home_kept', folder=paths.data())}")


def _steps(due: int, statuses: dict[tuple[str, str], str]) -> None:
    open_ones = [name for (name, _), status in statuses.items() if status == "new"]
    begun = any(status in ("started", "rejected") for status in statuses.values())
    ask = common.say("cli.home_now", due=due) if due else common.say("cli.home_ask")
    steps = [("quizkit ask", ask)]
    if begun:
        steps.append(("quizkit grade", common.say("cli.home_grade")))
    elif open_ones:
        first = "embedding" if "embedding" in open_ones else open_ones[0]
        steps.append((f"quizkit start {first}", common.say("cli.home_start", name=first)))
    steps += [
        ("quizkit demo", common.say("cli.home_demo")),
        ("quizkit list", common.say("cli.home_list")),
        ("quizkit COMMAND -h", common.say("cli.home_help")),
    ]
    common.out(f"\n{common.say('cli.home_begin')}")
    for command, text in steps:
        common.out(f"  {fill(command, 26)} {text}")
