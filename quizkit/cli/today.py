"""Where the learner stands today: the plan, what is due, what is new, how long it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time

from quizkit import settings
from quizkit.bank import Bank
from quizkit.model import Last
from quizkit.model.record import dataclass
from quizkit.progress import Store, TopicProgress, by_topic, now, weak_topics
from quizkit.progress import due as due_of
from quizkit.quiz import plan
from quizkit.quiz.pick import MINUTES

SESSION = 10


@dataclass(frozen=True, slots=True)
class Standing:
    """The figures of today. `fresh` is today's share of the questions never seen."""

    today: date
    at: str
    aim: plan.Aim | None
    latest: Mapping[str, Last]
    due: Sequence[str]
    unseen: int
    fresh: int
    short: int


def aim_of(today: date) -> plan.Aim | None:
    """The plan that the settings hold; None without one or after its date."""
    found = settings.read()
    if not found.get("interview"):
        return None
    interview = date.fromisoformat(found["interview"])
    since = date.fromisoformat(found["since"]) if found.get("since") else today
    aim = plan.Aim(min(since, interview), interview, int(found.get("daily") or plan.DAILY))
    return None if aim.over(today) else aim


def standing(bank: Bank, store: Store) -> Standing:
    """How things are at this moment."""
    today, at = date.today(), now()
    aim, latest = aim_of(today), store.latest()
    known = bank.outline
    latest = {name: last for name, last in latest.items() if name in known}
    unseen = len(known) - len(latest)
    fresh = short = 0
    if aim is not None:
        fresh = plan.quota(aim, today, unseen, store.first_seen(midnight(today)))
        short = plan.short(aim, today, unseen)
    return Standing(today, at, aim, latest, due_of(latest, at), unseen, fresh, short)


def midnight(day: date) -> str:
    """The day's beginning here, as the store keeps moments."""
    return datetime.combine(day, time()).astimezone(UTC).isoformat(timespec="microseconds")


def topics_in_order(bank: Bank, now: Standing) -> list[str]:
    """In which order new questions come: the bank's; where not all can be seen, weakest first."""
    order = list(bank.topics)
    if not now.short:
        return order
    known = {row.topic: row.share for row in rows(bank, now)}
    return sorted(order, key=lambda topic: (known.get(topic, 0.0), order.index(topic)))


def rows(
    bank: Bank, now: Standing, spent: Mapping[str, float] | None = None
) -> list[TopicProgress]:
    """The topics with their figures; what is expected, is expected on the interview date."""
    on = midnight(now.aim.interview) if now.aim else now.at
    return by_topic(list(bank.topics), bank.outline.values(), now.latest, now.at, on, spent)


def weak(bank: Bank, now: Standing) -> list[TopicProgress]:
    """The weak topics, the weakest first."""
    return weak_topics(by_topic(list(bank.topics), bank.outline.values(), now.latest, now.at))


def minutes(bank: Bank, names: Sequence[str]) -> int:
    """About how long these questions take."""
    return max(1, round(sum(MINUTES[bank.outline[name].kind] for name in names)))
