"""When an exercise is due again: FSRS over its tries, as they stand in the log."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from fsrs import Card, Rating, Scheduler

from quizkit.model import Attempt, Framework, VerdictKind
from quizkit.quiz.redo import Hint, due_on, rating_of, tries
from quizkit.quiz.schedule import AGAIN, EASY, GOOD, HARD

NOON = datetime(2031, 5, 1, 12, tzinfo=UTC)
MINUTES = 20


def at(day: float, minutes: float = 0.0) -> str:
    moment = NOON + timedelta(days=day, minutes=minutes)
    return moment.isoformat(timespec="microseconds")


def graded(moment: str, kind: str = "accepted") -> Attempt:
    return Attempt(moment, "mlp", Framework.NUMPY, "/w/mlp.py", "sha256:0", VerdictKind(kind), 7,
                   1.0, 0.1, ())  # fmt: skip


def by_fsrs(*rated: tuple[float, int, Rating]) -> date:
    """The day that FSRS gives for ratings at (day, minute)."""
    plan = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card = Card(card_id=1, due=NOON)
    for day, minute, rating in rated:
        card, _ = plan.review_card(card, rating, NOON + timedelta(days=day, minutes=minute))
    return card.due.astimezone().date()


def rejected(count: int, day: float = 0.0) -> list[Attempt]:
    return [graded(at(day, n + 1), "rejected") for n in range(count)]


def test_what_was_never_solved_is_not_due() -> None:
    assert due_on([], [], [], MINUTES) is None
    assert due_on([at(0), at(1)], [*rejected(3), *rejected(2, 1)], [], MINUTES) is None


@pytest.mark.parametrize(
    ("starts", "attempts", "hints", "rating"),
    [
        ([at(0)], [graded(at(0, 9))], [], EASY),
        ([at(0)], [graded(at(0, 15))], [], GOOD),
        ([at(0)], [*rejected(2), graded(at(0, 9))], [], GOOD),
        ([at(0)], [*rejected(4), graded(at(0, 9))], [], HARD),
        ([at(0)], [graded(at(0, 41))], [], HARD),
        ([at(0)], [graded(at(0, 9))], [Hint(at(0, 5), False)], HARD),
        ([at(0)], [graded(at(0, 9))], [Hint(at(0, 5), True)], AGAIN),
        ([at(0)], [graded(at(0, 9))], [Hint(at(0, 11), True)], EASY),
        ([at(0)], [graded(at(0.5))], [], GOOD),
        ([], [graded(at(0, 15))], [], GOOD),
        ([at(0)], [graded(at(0, 1), "grader_fault"), graded(at(0, 9))], [], EASY),
    ],
)  # fmt: skip
def test_the_verdicts_the_time_and_the_help_give_the_rating(
    starts: list[str], attempts: list[Attempt], hints: list[Hint], rating: int
) -> None:
    (one,) = tries(starts, attempts, hints)
    assert one.solved and rating_of(one, MINUTES) == rating


def test_the_day_is_the_one_that_fsrs_gives() -> None:
    starts = [at(0), at(3), at(20)]
    attempts = [graded(at(0, 15)), graded(at(3, 5)), *rejected(5, 20), graded(at(20, 30))]
    assert due_on(starts[:1], attempts[:1], [], MINUTES) == by_fsrs((0, 15, Rating.Good))
    two = [(0, 15, Rating.Good), (3, 5, Rating.Easy)]
    assert due_on(starts[:2], attempts[:2], [], MINUTES) == by_fsrs(*two)
    three = [*two, (20, 30, Rating.Hard)]
    assert due_on(starts, attempts, [], MINUTES) == by_fsrs(*three)


def test_a_try_given_up_counts_as_forgotten_and_one_that_goes_on_does_not() -> None:
    starts = [at(0), at(9)]
    attempts = [graded(at(0, 15)), graded(at(9, 7), "rejected")]
    first = by_fsrs((0, 15, Rating.Good))
    assert due_on(starts, attempts, [], MINUTES) == first
    gone = by_fsrs((0, 15, Rating.Good), (9, 7, Rating.Again))
    assert due_on([*starts, at(10)], attempts, [], MINUTES) == gone > first


def test_grading_a_solved_file_again_moves_nothing() -> None:
    once, more = [graded(at(0, 15))], [graded(at(0, 15)), graded(at(2)), graded(at(8), "rejected")]
    assert due_on([at(0)], once, [], MINUTES) == due_on([at(0)], more, [], MINUTES)


def test_good_tries_make_the_wait_longer() -> None:
    waits, day, starts, attempts = [], 0.0, [], []
    for _ in range(4):
        starts.append(at(day))
        attempts.append(graded(at(day, 15)))
        due = due_on(starts, attempts, [], MINUTES)
        assert due is not None
        waits.append((due - (NOON + timedelta(days=day)).astimezone().date()).days)
        day += waits[-1]
    assert waits == sorted(waits) and waits[0] >= 1 and waits[-1] > 10 * waits[0]
