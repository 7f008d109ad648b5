"""Six weeks of daily use under a fixed clock give the reviews that FSRS itself gives."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fsrs import Card, Rating, Scheduler

from quizkit.bank import load
from quizkit.cli.record import review_of
from quizkit.model import Text
from quizkit.progress import FILE, Store
from quizkit.quiz import Marking
from quizkit.quiz.pick import Filters, choose
from quizkit.quiz.schedule import stamp
from quizkit.quiz.session import Session, begin

START = datetime(2026, 3, 1, 7, 30, tzinfo=UTC)
DAYS, DAILY = 42, 12


def test_six_weeks_of_use_are_scheduled_as_fsrs_schedules_them(tmp_path: Path) -> None:
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    bank, dice = load(), random.Random(1)
    cards: dict[str, Card] = {}
    file = tmp_path / FILE
    answered = 0
    for day in range(DAYS):
        at = START + timedelta(days=day, minutes=dice.randrange(600))
        with Store.open(file=file) as store:
            latest = store.latest()
        due = sorted((card.due, name) for name, card in cards.items() if card.due <= at)
        names = choose(bank.index, latest, stamp(at), Filters(), DAILY, topics=list(bank.topics))
        old = [name for name in names if name in cards]
        assert old == [name for _, name in due][:DAILY], f"day {day}: due ones first, oldest first"
        session = begin(names, day)
        while session.current is not None:
            at += timedelta(seconds=dice.randrange(20, 200))
            name = session.current.question
            session = answer(session, bank.question(name), dice.random() < 0.8, at, file)
            rating = Rating.Good if session.done[-1].result == "right" else Rating.Again
            card = cards.get(name, Card(card_id=1, due=at))
            cards[name], _ = scheduler.review_card(card, rating, at)
            answered += 1
            with Store.open(readonly=True, file=file) as store:
                review = store.reviews(name)[-1]
            assert (review.at, review.rating) == (stamp(at), int(rating))
            assert review.due == stamp(cards[name].due), f"day {day}: {name}"
    assert set(cards) == set(bank.index), "everything was seen"
    assert answered > 3 * len(cards), "and repeated"


def answer(session: Session, question: object, correct: bool, at: datetime, file: Path) -> Session:
    """One answer, kept as a session keeps it: opened and closed each time."""
    turn = session.current
    assert turn is not None
    nothing = Text("", "")
    with Store.open(file=file) as store:
        marking = Marking(correct, float(correct), nothing)
        past = store.reviews(turn.question)
        review = review_of(question, "x", marking, turn.variant, 30.0, past, at)  # type: ignore[arg-type]
        row = store.save_session("s", lambda row: session.answered(correct, row).dump(),
                                 session.answered(correct).current is None, review)  # fmt: skip
    return session.answered(correct, row)
