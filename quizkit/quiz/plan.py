"""Practice towards a date: how many new questions a day, and whether the daily budget is enough.

`Aim` is the interview with its budget, `quota` how many new questions belong to today, `forecast`
what the days until then hold if every answer is right, `needed` the least budget that suffices.
Everything is seen by the date whenever budget times days covers it; new ones have their place
before what is due. Pure functions: the clock comes in as an argument.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from quizkit.model.record import dataclass
from quizkit.quiz.schedule import GOOD, scheduler

if TYPE_CHECKING:
    from fsrs import Card

DAILY = 20
MOST_DAILY = 1000  # looked for


@dataclass(frozen=True, slots=True)
class Aim:
    """The date of an interview, when the plan was made, and the questions one answers a day."""

    since: date
    interview: date
    daily: int = DAILY

    def days_left(self, today: date) -> int:
        """Days to practise: today and those before the interview; 1 on the day itself."""
        return max((self.interview - today).days, 1)

    def day(self, today: date) -> int:
        """The number of today, from 1."""
        return max((today - self.since).days + 1, 1)

    @property
    def days(self) -> int:
        """How many days the plan has, the interview's own left out."""
        return max((self.interview - self.since).days, 1)

    def over(self, today: date) -> bool:
        """Whether the interview has been."""
        return today > self.interview


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the days hold: new questions and repetitions on each, what is left undone at the end."""

    new: tuple[int, ...]
    due: tuple[int, ...]
    unseen: int
    late: int

    @property
    def enough(self) -> bool:
        """Whether everything is seen and every repetition is made by the date."""
        return self.unseen == 0 and self.late == 0


def quota(aim: Aim, today: date, unseen: int, new_today: int = 0) -> int:
    """How many new questions are still to be seen today, so that none is left at the end.

    `unseen` is what was never asked until now, `new_today` what was asked first today.
    """
    if aim.over(today):
        return 0
    share = -(-(unseen + new_today) // aim.days_left(today))
    return max(min(share, aim.daily) - new_today, 0)


def short(aim: Aim, today: date, unseen: int) -> int:
    """How many questions will not have been seen by the date, whatever is left out for them."""
    return 0 if aim.over(today) else max(unseen - aim.daily * aim.days_left(today), 0)


def forecast(aim: Aim, today: date, cards: Sequence[Card], unseen: int) -> Forecast:
    """The days from today on, for the questions seen so far (`cards`) and those still `unseen`."""
    from fsrs import Card, Rating

    plan = scheduler()
    waiting: list[tuple[date, int, Card]] = []
    for number, card in enumerate(cards):
        heappush(waiting, (card.due.astimezone().date(), number, card))
    new, due, number = [], [], len(waiting)
    for ahead in range(aim.days_left(today)):
        day = today + timedelta(days=ahead)
        noon = datetime.combine(day, time(12), UTC)
        fresh = min(quota(aim, day, unseen), unseen)
        asked = [(n, Card(card_id=n, due=noon)) for n in range(number, number + fresh)]
        unseen, number = unseen - fresh, number + fresh
        while waiting and waiting[0][0] <= day and len(asked) < aim.daily:
            asked.append(heappop(waiting)[1:])
        for n, card in asked:
            after, _ = plan.review_card(card, Rating(GOOD), max(noon, card.last_review or noon))
            heappush(waiting, (after.due.astimezone().date(), n, after))
        new.append(fresh)
        due.append(len(asked) - fresh)
    late = sum(day < aim.interview for day, _, _ in waiting)
    return Forecast(tuple(new), tuple(due), unseen, late)


def needed(aim: Aim, today: date, cards: Sequence[Card], unseen: int) -> int:
    """The least daily budget with which everything is done by the date, at most MOST_DAILY."""
    low, high = 1, MOST_DAILY
    while low < high:
        middle = (low + high) // 2
        tried = Aim(aim.since, aim.interview, middle)
        if forecast(tried, today, cards, unseen).enough:
            high = middle
        else:
            low = middle + 1
    return low
