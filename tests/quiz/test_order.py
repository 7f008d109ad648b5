"""Which questions a session asks, and when they come back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizkit.model import Difficulty, Kind, Review, Text
from quizkit.quiz.marking import Marking
from quizkit.quiz.pick import Filters, choose
from quizkit.quiz.schedule import AGAIN, GOOD, HARD, next_due, rating_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
steady = settings(derandomize=True, deadline=None, max_examples=100)


@dataclass(frozen=True)
class Entry:
    id: str
    kind: Kind = Kind.CHOICE
    topic: str = "autograd"
    difficulty: Difficulty = Difficulty.MID


def review(name: str, due: datetime, correct: bool = True, at: datetime = NOON) -> Review:
    """An answer to `name`."""
    return Review(at.isoformat(), name, 1, Kind.CHOICE, "a", correct, float(correct), GOOD, 0, 1.0,
                  due.isoformat())  # fmt: skip


def index(*entries: Entry) -> dict[str, Entry]:
    return {entry.id: entry for entry in entries}


BANK = index(
    Entry("late", difficulty=Difficulty.SENIOR), Entry("new-senior", difficulty=Difficulty.SENIOR),
    Entry("new-junior", difficulty=Difficulty.JUNIOR), Entry("due-second"), Entry("due-first"),
    Entry("elsewhere", topic="cnn", kind=Kind.OPEN),
)  # fmt: skip
LATEST = {
    "late": review("late", NOON + timedelta(days=3)),
    "due-second": review("due-second", NOON - timedelta(days=1), correct=False),
    "due-first": review("due-first", NOON - timedelta(days=2)),
}


def chosen(filters: Filters | None = None, count: int = 10, seed: int | None = None) -> list[str]:
    return choose(BANK, LATEST, NOON.isoformat(), filters or Filters(), count, seed)


def test_due_ones_come_first_then_new_ones_from_easy_to_hard() -> None:
    assert chosen() == ["due-first", "due-second", "new-junior", "elsewhere", "new-senior"]
    assert chosen(count=2) == ["due-first", "due-second"]


def test_new_ones_come_along_the_topics_order() -> None:
    names = choose(BANK, {}, NOON.isoformat(), Filters(), 10, topics=["cnn", "autograd"])
    assert names[:2] == ["elsewhere", "new-junior"]
    assert choose(BANK, {}, NOON.isoformat(), Filters(), 10, topics=["autograd"])[-1] == "elsewhere"


def test_new_ones_have_their_place_even_where_more_is_due() -> None:
    names = choose(BANK, LATEST, NOON.isoformat(), Filters(), 2, new=1)
    assert names == ["due-first", "new-junior"]
    names = choose(BANK, LATEST, NOON.isoformat(), Filters(), 2, new=9)
    assert names == ["new-junior", "elsewhere"]


def test_what_is_not_due_is_asked_only_when_a_filter_wants_it() -> None:
    assert chosen(Filters(topic="autograd"))[-1] == "late"
    assert "late" not in chosen()


@pytest.mark.parametrize(
    ("filters", "names"),
    [(Filters(topic="cnn"), ["elsewhere"]), (Filters(kind="open"), ["elsewhere"]),
     (Filters(difficulty="senior"), ["new-senior", "late"]), (Filters(failed=True), ["due-second"]),
     (Filters(topic="cnn", kind="choice"), [])],
)  # fmt: skip
def test_filters(filters: Filters, names: list[str]) -> None:
    assert chosen(filters) == names


@steady
@given(st.integers(), st.integers(1, 10))
def test_a_seed_gives_the_same_session_each_time(seed: int, count: int) -> None:
    names = chosen(seed=seed, count=count)
    assert names == chosen(seed=seed, count=count)
    assert len(set(names)) == len(names) == min(count, len(BANK))


def test_ratings_follow_the_marking() -> None:
    nothing = Text("", "")
    assert rating_of(Marking(False, 0.5, nothing)) == AGAIN
    assert rating_of(Marking(True, 0.8, nothing)) == HARD
    assert rating_of(Marking(True, 1.0, nothing)) == GOOD


def due_after(*ratings: int) -> datetime:
    """When a question is due that got these ratings, each answered when it was due."""
    at, past = NOON, []
    for rating in ratings:
        due = datetime.fromisoformat(next_due(past, rating, at))
        past.append(Review(at.isoformat(), "q", 1, Kind.OPEN, "", True, 1.0, rating, 0, 1.0, ""))
        assert due > at
        last, at = at, due
    return NOON + (at - last)


def test_right_answers_push_a_question_further_away_each_time() -> None:
    gaps = [due_after(*[GOOD] * times) for times in range(1, 6)]
    assert gaps == sorted(gaps) and len(set(gaps)) == 5


def test_a_wrong_answer_brings_it_back_sooner() -> None:
    assert due_after(AGAIN) <= due_after(HARD) <= due_after(GOOD)
    assert due_after(GOOD, GOOD, AGAIN) < due_after(GOOD, GOOD, GOOD)


def test_the_same_reviews_give_the_same_day() -> None:
    assert next_due([], GOOD, NOON) == next_due([], GOOD, NOON)


def test_due_dates_are_in_utc_and_sort_as_text() -> None:
    east = NOON.astimezone(datetime.fromisoformat("2026-03-01T20:00:00+08:00").tzinfo)
    assert next_due([], GOOD, east) == next_due([], GOOD, NOON)
    assert next_due([], GOOD, NOON).endswith("+00:00")
