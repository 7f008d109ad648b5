"""Bare `quizkit`: what is due, what was last tried, what to do next; no prompt, twenty lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from quizkit import __version__, paths
from quizkit.bank import Bank
from quizkit.cli import common, today
from quizkit.cli.course import next_exercise, redo_days
from quizkit.model import Attempt, VerdictKind
from quizkit.model.record import dataclass
from quizkit.progress import Clock, Store, TopicProgress, clock, expected
from quizkit.quiz.pick import Filters, choose
from quizkit.report.journey import clock as clock_line
from quizkit.report.layout import cells, cut, fill, tail

LABEL = 7
Line = tuple[str, str, str]
"""A label such as `now`, a text, and the command that does it."""


@dataclass(frozen=True, slots=True)
class Home:
    """What the screen shows. `left` is (number, total) of an interrupted session."""

    now: today.Standing
    statuses: dict[tuple[str, str], str]
    last: Attempt | None
    redo: dict[str, date]
    left: tuple[int, int] | None
    clock: Clock | None = None

    @property
    def begun(self) -> bool:
        """Whether anything was ever done."""
        return bool(self.now.latest) or bool(self.statuses)

    @property
    def solved(self) -> set[str]:
        """The exercises accepted in some framework."""
        return {name for (name, _), status in self.statuses.items() if status == "accepted"}


def show_home(json_: bool) -> None:
    """Print the screen, or its figures as JSON."""
    bank = common.bank()
    with common.store() as store:
        home = looked_up(bank, store)
    if json_:
        common.out_json({"schema": "quizkit.home/1", **figures(bank, home)})
    elif home.begun:
        show_later(bank, home)
    else:
        show_first(bank, home)


def looked_up(bank: Bank, store: Store) -> Home:
    """Everything the screen needs, read from the store."""
    known = {(item.id, str(framework)) for item in bank.offered for framework in item.frameworks}
    statuses = {key: status for key, status in store.statuses().items() if key in known}
    solved = "accepted" in statuses.values()
    found = store.unfinished_session()
    left = None
    if found is not None and found[1].get("queue"):
        done, queue = len(found[1]["done"]), len(found[1]["queue"])
        left = (done + 1, done + queue)
    redo = redo_days(bank, store) if solved else {}
    now, last = today.standing(bank, store), store.last_attempt()
    return Home(now, statuses, last, redo, left, clock(store))


def figures(bank: Bank, home: Home) -> dict[str, Any]:
    """The screen's facts as JSON values."""
    now, aim = home.now, home.now.aim
    last = home.last
    return {
        "due": sorted(now.due), "questions": len(bank.outline),
        "exercises": len(bank.offered),
        "answered": len(now.latest), "solved": len(home.solved), "new_today": now.fresh,
        "unseen": now.unseen, "kept": kept(now),
        "interview": aim.interview.isoformat() if aim else None,
        "day": aim.day(now.today) if aim else None, "days": aim.days if aim else None,
        "session": list(home.left) if home.left else None,
        "last": None if last is None else
        {"exercise": last.exercise, "framework": str(last.framework), "file": last.file,
         "verdict": str(last.verdict), "at": last.at, "failed": list(last.failed)},
        "clock": None if home.clock is None else
        {"exercise": home.clock.start.exercise, "framework": str(home.clock.start.framework),
         "seconds": round(home.clock.seconds, 1), "minutes": home.clock.minutes},
        "redo": sorted(name for name, when in home.redo.items() if when <= now.today),
        "weak": [row.topic for row in today.weak(bank, now)],
    }  # fmt: skip


def kept(now: today.Standing) -> float:
    """The expected share of right answers to what was seen: on the interview date, else now."""
    on = today.midnight(now.aim.interview) if now.aim else now.at
    return round(expected(now.latest.values(), max(on, now.at)), 3)


def show_later(bank: Bank, home: Home) -> None:
    """The screen of someone who has begun."""
    now, aim = home.now, home.now.aim
    seen = len(now.latest) / len(bank.outline) if bank.outline else 0.0
    right = common.say("home.shares", seen=seen, kept=kept(now))
    left = common.say("home.title", version=__version__)
    if aim is not None:
        facts = {"day": aim.day(now.today), "days": aim.days, "interview": aim.interview}
        left = common.say("home.day", **facts)
    gap = max(common.width() - cells(left) - cells(right), 3)
    common.out(f"{left}{' ' * gap}{right}\n")
    rows = today.weak(bank, now)
    for label, text, command in lines(bank, home, rows):
        print_line(common.say(f"home.{label}") if label else "", text, command)
    common.out()
    if aim is None:
        print_line("", common.say("home.fixed_day"), "quizkit plan DATE")
    print_line("", common.say("home.all"), "quizkit list")
    print_line("", common.say("home.record"), "quizkit progress")


def lines(bank: Bank, home: Home, weak: list[TopicProgress]) -> Iterator[Line]:
    """What to do, most urgent first."""
    yield from _clock(home)
    yield _now(bank, home)
    yield from _then(bank, home)
    due = sorted((when, name) for name, when in home.redo.items() if when <= home.now.today)
    for when, name in due[:2]:
        days = (home.now.today - when).days
        text = common.say("home.redo_one" if days else "home.redo_today", name=name, days=days)
        yield "redo", text, f"quizkit start {name} --again"
    for row in weak[:2]:
        title = bank.topics[row.topic].title.of(common.lang())
        text = common.say("home.weak_one", topic=title, right=row.right, seen=row.seen)
        yield "weak", text, f"quizkit ask -t {row.topic}"


def _clock(home: Home) -> Iterator[Line]:
    if home.clock is not None:
        told = clock_line(home.clock.seconds, home.clock.minutes, common.lang())
        yield "", f"{home.clock.start.exercise}   {told}", ""


def _now(bank: Bank, home: Home) -> Line:
    now = home.now
    if home.left is not None:
        number, total = home.left
        return "now", common.say("home.go_on", number=number, total=total), "quizkit ask"
    names = session_names(bank, now)
    if not names:
        return "now", common.say("home.nothing"), "quizkit ask --failed"
    old = sum(name in now.latest for name in names)
    facts = {"count": len(names), "old": old, "new": len(names) - old}
    text = common.say("home.session", **facts, minutes=today.minutes(bank, names))
    if len(now.due) > old:
        text += common.say("home.more_due", due=len(now.due) - old)
    return "now", text, "quizkit ask"


def session_names(bank: Bank, now: today.Standing) -> list[str]:
    """The questions that `quizkit ask` would ask."""
    order = today.topics_in_order(bank, now)
    return choose(
        bank.outline, now.latest, now.at, Filters(), today.SESSION, None, order, now.fresh
    )


def _then(bank: Bank, home: Home) -> Iterator[Line]:
    last = home.last
    if last is not None and last.exercise in bank.exercises:
        if last.verdict is not VerdictKind.ACCEPTED:
            from quizkit.report.terminal import near

            word = common.say(f"verdicts.{last.verdict}").lower()
            facts = {"name": last.exercise, "verdict": word, "ago": ago(last.at)}
            failed = common.say("home.at", check=last.failed[0]) if last.failed else ""
            yield "then", common.say("home.tried", **facts) + failed, ""
            yield "", tail(near(last.file), 45), "quizkit grade"
            return
    elif "started" in home.statuses.values():
        name = next(name for (name, _), status in home.statuses.items() if status == "started")
        yield "then", common.say("home.begun", name=name), "quizkit grade"
        return
    if bank.offered:
        framework = common.default_framework(bank.offered[0].frameworks)
        item = next_exercise(bank, home.solved, framework)
        if item is not None:
            text = common.say("home.exercise", name=item.id, minutes=item.minutes, asked=item.asked)
            yield "then", text, f"quizkit start {item.id}"


def ago(at: str) -> str:
    """How long ago a moment was, in the largest unit."""
    passed = datetime.now().astimezone() - datetime.fromisoformat(at)
    seconds = max(passed.total_seconds(), 0.0)
    for unit, size in (("days", 86400), ("hours", 3600), ("min", 60)):
        if seconds >= size:
            return common.say(
                "home.ago", time=common.say(f"journey.{unit}", count=int(seconds / size))
            )
    return common.say("home.just_now")


def print_line(label: str, text: str, command: str) -> None:
    """One line: label, text, and the command at the right where there is room, else below."""
    width = common.width()
    start = f"  {fill(label, LABEL)}"
    room = width - cells(start) - cells(command) - 2
    if cells(text) <= room:
        common.out(f"{start}{fill(text, room + 2)}{command}".rstrip())
        return
    common.out(f"{start}{cut(text, width - cells(start))}")
    common.out(" " * (width - cells(command)) + command)


def show_first(bank: Bank, home: Home) -> None:
    """The screen of someone new."""
    facts = {"questions": len(bank.outline), "exercises": len(bank.offered)}
    common.out(common.say("cli.home_title", version=__version__))
    common.out(f"\n  {common.say('home.counts', **facts)}")
    found = "torch_found" if common.has_torch() else "torch_missing"
    common.out(f"  {common.say(f'cli.{found}')}")
    common.out(f"\n{common.say('cli.home_begin')}")
    names = session_names(bank, home.now)
    minutes = today.minutes(bank, names)
    text = common.say("home.first_session", count=len(names), minutes=minutes)
    steps = [("quizkit ask", text)]
    offered = {item.id: item for item in bank.offered}
    item = offered.get("embedding") or next(iter(offered.values()), None)
    if item is not None:
        about = {"name": item.id, "minutes": item.minutes, "asked": item.asked}
        text = common.say("home.first_exercise", **about)
        steps.append((f"quizkit start {item.id}", text))
    steps.append(("quizkit demo", common.say("cli.home_demo")))
    for command, text in steps:
        common.out(f"  {fill(command, 26)} {text}")
    common.out(f"\n{common.say('home.fixed_day')}")
    rest = [("quizkit plan YYYY-MM-DD", common.say("home.plan")),
            ("quizkit list", common.say("cli.home_list")),
            ("quizkit COMMAND -h", common.say("cli.home_help"))]  # fmt: skip
    for command, text in rest:
        common.out(f"  {fill(command, 26)} {text}")
    common.out(f"  {common.say('cli.home_kept', folder=paths.data())}")
