"""`latest` is what a walk over the whole log gives, whatever was done and in whichever order."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from quizkit.model import Kind, Last, Review
from quizkit.progress import FILE, Store
from quizkit.progress.carry import dump, merge

START = datetime(2026, 3, 1, tzinfo=UTC)
QUESTIONS = ("a", "b", "c")


def stamp(hours: float) -> str:
    return (START + timedelta(hours=hours)).isoformat(timespec="microseconds")


def review(question: str, hours: float, correct: bool) -> Review:
    return Review(stamp(hours), question, 1, Kind.OPEN, "", correct, 1.0, 3, 0, 1.0,
                  stamp(hours + 30))  # fmt: skip


def walked(store: Store) -> dict[str, Last]:
    """The last answers by reading every answer that counts."""
    return {r.question: Last(r.at, r.due, r.correct) for r in store.reviews()}


def act(store: Store, other: Store, dice: random.Random, hours: float) -> None:
    """One thing that a learner does: answer, undo, reset, a session's step, a merge."""
    what = dice.choice(("answer", "answer", "answer", "undo", "reset", "step", "merge"))
    name, correct = dice.choice(QUESTIONS), dice.random() < 0.6
    rows = [row for (row,) in store.db.execute("SELECT id FROM reviews")]
    if what == "undo" and rows:
        store.undo_review(dice.choice(rows))
    elif what == "reset":
        store.reset(name)
    elif what == "step":
        undo = dice.choice([0, *rows[-1:]])
        store.save_session(
            "s", {"done": [], "queue": []}, False, review(name, hours, correct), undo
        )
    elif what == "merge":
        other.add_review(review(name, hours - dice.random() * 9, correct))
        merge(store, dump(other), lambda told: stamp(hours + 70))
    else:
        store.add_review(review(name, hours, correct))


@pytest.mark.parametrize("seed", range(12))
def test_the_last_answers_are_those_of_the_log(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    file = tmp_path / FILE
    with Store.open(file=tmp_path / "other") as other:
        for step in range(40):
            with Store.open(file=file) as store:
                act(store, other, dice, 10.0 + step)
                assert store.latest() == walked(store)
            with Store.open(file=file, readonly=True) as store:
                assert store.latest() == walked(store)
                kept = dict(store.db.execute("SELECT question, at FROM latest"))
                assert kept == {name: last.at for name, last in walked(store).items()}


def test_a_log_that_is_further_on_is_believed_and_then_followed(tmp_path: Path) -> None:
    """As in a file of an earlier version, or one that another program has added to."""
    file = tmp_path / FILE
    with Store.open(file=file) as store:
        store.add_review(review("a", 1, True))
        with store.db as db:
            db.execute("INSERT INTO reviews SELECT 9, at, 'b', revision, kind, answer, 0, score,"
                       " rating, variant, seconds, due, found, confirmed FROM reviews")  # fmt: skip
        with Store.open(file=file, readonly=True) as reader:
            assert reader.latest() == walked(reader) and set(reader.latest()) == {"a", "b"}
        assert [name for (name,) in store.db.execute("SELECT question FROM latest")] == ["a"]
        store.add_review(review("c", 2, False))
        assert len(store.db.execute("SELECT question FROM latest").fetchall()) == 3
        assert store.latest() == walked(store)
