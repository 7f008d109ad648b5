"""`quizkit plan`: the interview's date, and what to do each day until then."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

import typer

from quizkit import settings
from quizkit.bank import Bank
from quizkit.cli import common, today
from quizkit.cli.course import redo_days
from quizkit.errors import UsageError
from quizkit.model import Review
from quizkit.progress import expected
from quizkit.quiz import plan as planning
from quizkit.quiz.schedule import card_of
from quizkit.report.layout import wrap

HELP = """Plan towards an interview: everything is seen by that date, if the daily budget is enough.

Examples:

  quizkit plan 2026-12-20

  quizkit plan 2026-12-20 --daily 30    thirty questions a day

  quizkit plan                          how it stands

  quizkit plan --clear                  no date any more
"""
app = typer.Typer()


@app.command(help=HELP)
def plan(
    day: str = typer.Argument("", metavar="[DATE]", help="The interview, such as 2026-12-20."),
    daily: int = typer.Option(
        None, "--daily", "-n", min=1, max=settings.MOST_DAILY, help="Questions a day."
    ),
    clear: bool = typer.Option(False, "--clear", help="Forget the date."),
    json_: bool = typer.Option(False, "--json", "-j", help="As JSON."),
) -> int:
    if clear:
        for key in ("interview", "since"):
            settings.write(key, "")
        common.err(common.say("plan.cleared"))
        return 0
    if day:
        take(day)
    if daily is not None:
        settings.write("daily", str(daily))
    aim = today.aim_of(date.today())
    if aim is None:
        raise UsageError("no_plan")
    told = figures(common.bank(), aim)
    if json_:
        common.out_json({"schema": "quizkit.plan/1", **told})
    else:
        show(told)
    return 0


def take(day: str) -> None:
    """Keep a date that is not over; a plan that only moves its date keeps its beginning."""
    settings.check("interview", day)
    if date.fromisoformat(day) < date.today():
        raise UsageError("date_over", date=day)
    running = today.aim_of(date.today())
    settings.write("interview", day)
    if running is None:
        settings.write("since", date.today().isoformat())


def figures(bank: Bank, aim: planning.Aim) -> dict[str, Any]:
    """The plan and what it amounts to."""
    with common.store() as store:
        now = today.standing(bank, store)
        past: dict[str, list[Review]] = defaultdict(list)
        for review in store.reviews():
            if review.question in now.latest:
                past[review.question].append(review)
        redo = {name: when.isoformat() for name, when in redo_days(bank, store).items()
                if when < aim.interview}  # fmt: skip
    cards = [card_of(reviews, n) for n, reviews in enumerate(past.values())]
    ahead = planning.forecast(aim, now.today, cards, now.unseen)
    order = today.topics_in_order(bank, now)
    titles = [bank.topics[topic].title.of(common.lang()) for topic in order[:3]]
    return {
        "interview": aim.interview.isoformat(), "daily": aim.daily, "day": aim.day(now.today),
        "days": aim.days, "days_left": aim.days_left(now.today), "questions": len(bank.outline),
        "unseen": now.unseen, "new_today": now.fresh, "due_today": len(now.due),
        "repeats_a_day": round(sum(ahead.due) / len(ahead.due), 1),
        "enough": ahead.enough, "unseen_at_the_end": ahead.unseen, "late_at_the_end": ahead.late,
        "needed": aim.daily if ahead.enough else
        planning.needed(aim, now.today, cards, now.unseen),
        "seen_by": seen_by(aim, now, ahead), "weakest": titles if ahead.unseen else [],
        "kept": round(expected(now.latest.values(), today.midnight(aim.interview)), 3),
        "redo": redo,
    }  # fmt: skip


def seen_by(aim: planning.Aim, now: today.Standing, ahead: planning.Forecast) -> str:
    """The day on which the last new question is seen; empty if some never are."""
    if ahead.unseen:
        return ""
    last = max((n for n, count in enumerate(ahead.new) if count), default=0)
    return date.fromordinal(now.today.toordinal() + last).isoformat()


def show(told: dict[str, Any]) -> None:
    """The plan for people."""

    def line(key: str) -> None:
        for part in wrap(common.say(f"plan.{key}", **told | {"names": names}), common.width()):
            common.out(part)

    names = ("；" if common.lang() == "zh" else "; ").join(told["weakest"])
    line("head")
    line("each_day")
    if told["enough"]:
        line("enough" if told["unseen"] else "all_seen")
    else:
        line("unseen" if told["unseen_at_the_end"] else "late")
        if told["needed"] < planning.MOST_DAILY:
            line("needed")
    for name, when in sorted(told["redo"].items(), key=lambda item: item[1]):
        common.out(common.say("plan.redo", name=name, day=when))
    line("next")
