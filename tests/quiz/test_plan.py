"""The plan keeps the date whenever it can be kept, and says by how much when it cannot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from quizkit.model import Difficulty, Kind, Review
from quizkit.quiz import plan
from quizkit.quiz.pick import Filters, choose
from quizkit.quiz.plan import Aim, forecast, needed, quota, short
from quizkit.quiz.schedule import card_of, next_due, stamp

TODAY = date(2026, 3, 1)
steady = settings(derandomize=True, deadline=None, max_examples=60)


@dataclass(frozen=True)
class Entry:
    id: str
    topic: str
    difficulty: Difficulty
    kind: Kind = Kind.OPEN


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def bank(size: int) -> dict[str, Entry]:
    levels = list(Difficulty)
    return {
        f"q{n}": Entry(f"q{n}", difficulty=levels[n % 3], topic=f"t{n % 4}") for n in range(size)
    }


def practised(size: int, days: int, daily: int, right: list[bool]) -> tuple[set[str], int]:
    """Use the program every day as planned; the questions seen, and the most asked in a day."""
    aim = Aim(TODAY, TODAY + timedelta(days=days), daily)
    index, latest, most = bank(size), {}, 0
    past: dict[str, list[Review]] = {}
    turn = 0
    for ahead in range(days):
        day = TODAY + timedelta(days=ahead)
        at = noon(day)
        fresh = quota(aim, day, size - len(latest))
        names = choose(index, latest, stamp(at), Filters(), daily, topics=["t0", "t1"], new=fresh)
        for name in names:
            rating = 3 if right[turn % len(right)] else 1
            turn += 1
            due = next_due(past.get(name, []), rating, at)
            review = Review(stamp(at), name, 1, Kind.OPEN, "", rating > 1, 1.0, rating, 0, 1.0, due)
            latest[name] = review
            past.setdefault(name, []).append(review)
        most = max(most, len(names))
    return set(latest), most


@steady
@given(st.integers(0, 60), st.integers(1, 12), st.integers(1, 15),
       st.lists(st.booleans(), min_size=1, max_size=7))  # fmt: skip
def test_everything_is_seen_by_the_date_if_the_budget_covers_it(
    size: int, days: int, daily: int, right: list[bool]
) -> None:
    seen, most = practised(size, days, daily, right)
    assert most <= daily
    missing = short(Aim(TODAY, TODAY + timedelta(days=days), daily), TODAY, size)
    assert missing == max(size - daily * days, 0)
    assert len(seen) == size - missing


@steady
@given(st.integers(0, 300), st.integers(0, 90), st.integers(1, 40), st.integers(0, 300))
def test_a_day_s_share_is_never_more_than_its_budget_nor_than_what_is_left(
    unseen: int, days: int, daily: int, new_today: int
) -> None:
    aim = Aim(TODAY, TODAY + timedelta(days=days), daily)
    share = quota(aim, TODAY, unseen, new_today)
    assert 0 <= share <= max(daily - new_today, 0) and share <= unseen
    assert share <= quota(aim, TODAY + timedelta(days=1), unseen, new_today) or days <= 1


def test_what_was_seen_today_counts_towards_the_share() -> None:
    aim = Aim(TODAY, TODAY + timedelta(days=4), 20)
    assert quota(aim, TODAY, 40, 0) == 10
    assert quota(aim, TODAY, 34, 6) == 4
    assert quota(aim, TODAY, 28, 12) == 0


def test_days_are_counted_from_one() -> None:
    aim = Aim(TODAY, TODAY + timedelta(days=21))
    assert (aim.day(TODAY), aim.days, aim.days_left(TODAY)) == (1, 21, 21)
    later = TODAY + timedelta(days=5)
    assert (aim.day(later), aim.days_left(later)) == (6, 16)
    on_the_day = TODAY + timedelta(days=21)
    assert aim.days_left(on_the_day) == 1 and not aim.over(on_the_day)
    assert aim.over(on_the_day + timedelta(days=1))
    assert quota(aim, on_the_day + timedelta(days=1), 50) == 0


def test_the_forecast_names_the_shortfall_and_the_budget_that_would_do() -> None:
    aim = Aim(TODAY, TODAY + timedelta(days=5), 6)
    ahead = forecast(aim, TODAY, [], 50)
    assert not ahead.enough and ahead.unseen == 20 == short(aim, TODAY, 50)
    assert ahead.new == (6,) * 5
    enough = needed(aim, TODAY, [], 50)
    assert forecast(Aim(TODAY, aim.interview, enough), TODAY, [], 50).enough
    assert not forecast(Aim(TODAY, aim.interview, enough - 1), TODAY, [], 50).enough


@steady
@given(st.integers(0, 40), st.integers(1, 20), st.integers(1, 20))
def test_the_forecast_does_not_exceed_the_budget_and_loses_nothing(
    unseen: int, days: int, daily: int
) -> None:
    old = Review(stamp(noon(TODAY)), "q", 1, Kind.OPEN, "", True, 1.0, 3, 0, 1.0, "")
    cards = [card_of([old], number) for number in range(7)]
    ahead = forecast(Aim(TODAY, TODAY + timedelta(days=days), daily), TODAY, cards, unseen)
    assert all(new + due <= daily for new, due in zip(ahead.new, ahead.due, strict=True))
    assert sum(ahead.new) + ahead.unseen == unseen


def test_a_plan_needs_no_more_than_what_is_looked_for() -> None:
    assert needed(Aim(TODAY, TODAY + timedelta(days=1)), TODAY, [], 10**4) == plan.MOST_DAILY
