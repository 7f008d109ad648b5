"""The schedule is what FSRS itself gives, also where clocks go wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from fsrs import Card, Rating, Scheduler
from hypothesis import given, settings
from hypothesis import strategies as st

from quizkit.model import Kind, Review, Text
from quizkit.quiz.marking import Marking
from quizkit.quiz.schedule import EASY, next_due, rating_of, stamp

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
steady = settings(derandomize=True, deadline=None, max_examples=100)
STEPS = st.lists(
    st.tuples(st.integers(1, 4), st.integers(0, 60 * 24 * 40)), min_size=1, max_size=12
)


def reviewed(rating: int, at: datetime) -> Review:
    return Review(stamp(at), "q", 1, Kind.OPEN, "", rating > 1, 1.0, rating, 0, 1.0, "")


@steady
@given(STEPS)
def test_replaying_the_reviews_is_keeping_one_card(steps: list[tuple[int, int]]) -> None:
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card, at = Card(card_id=1), NOON
    past: list[Review] = []
    for rating, minutes in steps:
        at += timedelta(minutes=minutes)
        card, _ = scheduler.review_card(card, Rating(rating), at)
        assert next_due(past, rating, at) == stamp(card.due)
        past.append(reviewed(rating, at))


@steady
@given(STEPS, st.integers(-(10**6), 10**6))
def test_a_better_rating_never_comes_back_sooner(steps: list[tuple[int, int]], shift: int) -> None:
    at, past = NOON, []
    for rating, minutes in steps:
        at += timedelta(minutes=minutes)
        past.append(reviewed(rating, at))
    at += timedelta(minutes=shift)
    due = [next_due(past, rating, at) for rating in (1, 2, 3, 4)]
    assert due == sorted(due)
    assert due[0] >= stamp(at), "never due before it was answered"


def test_an_answer_one_calls_easy_is_easy() -> None:
    nothing = Text("", "")
    assert rating_of(Marking(True, 1.0, nothing), easy=True) == EASY
    assert rating_of(Marking(True, 0.8, nothing), easy=True) == 2
    assert rating_of(Marking(False, 1.0, nothing), easy=True) == 1
