"""Moving progress: export and import bring everything, nothing twice, and hidden stays hidden."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizkit.errors import FileProblem, StoreError
from quizkit.model import Attempt, Framework, Kind, Review, VerdictKind
from quizkit.progress import FILE, Note, Store, now
from quizkit.progress.carry import dump, merge

START = datetime(2026, 3, 1, tzinfo=UTC)
steady = settings(derandomize=True, deadline=None, max_examples=25)


def moment(hours: int) -> str:
    return (START + timedelta(hours=hours)).isoformat(timespec="microseconds")


def review(question: str, hours: int, correct: bool = True) -> Review:
    return Review(moment(hours), question, 1, Kind.CHOICE, "a", correct, 1.0, 3, 7, 2.0,
                  moment(hours + 24), ("p",), ("p", "q"))  # fmt: skip


def attempt(hours: int) -> Attempt:
    return Attempt(moment(hours), "mlp", Framework.NUMPY, "/w/mlp.py", "sha256:00",
                   VerdictKind.REJECTED, 7, 0.5, 1.5, ("forward",), 1)  # fmt: skip


def latest_due(rows: Sequence[dict[str, Any]]) -> str:
    """A due date that depends on every row."""
    last = datetime.fromisoformat(rows[-1]["at"])
    return (last + timedelta(days=len(rows))).isoformat(timespec="microseconds")


def told(store: Store) -> Any:
    """What an exported file holds when it is read again."""
    return json.loads(json.dumps(dump(store)))


def said(store: Store) -> list[Any]:
    """Everything that counts, without due dates."""
    return [
        [replace(each, due="") for each in store.reviews()], store.attempts("mlp"), store.starts(),
        store.hints_shown("mlp"), store.notes(), store.mocks(),
    ]  # fmt: skip


@pytest.fixture
def here(tmp_path: Path) -> Any:
    with Store.open(file=tmp_path / "here" / FILE) as store:
        yield store


@pytest.fixture
def there(tmp_path: Path) -> Any:
    with Store.open(file=tmp_path / "there" / FILE) as store:
        yield store


def fill(store: Store) -> None:
    store.add_review(review("a", 1))
    store.add_review(review("b", 2, correct=False))
    store.add_attempt(attempt(3), {"checks": [], "zh": "梯度"})
    store.note_start("mlp", "numpy", "/w/mlp.py", 20)
    store.note_start("cnn", "numpy", "/w/cnn.py")
    store.note_hint("mlp", 2)
    store.add_note(Note(now(), "wrong", "a", 1, 7, "有误"))
    store.save_mock("m", {"answers": []}, True)


def test_an_empty_store_takes_everything(here: Store, there: Store) -> None:
    fill(here)
    merged = merge(there, told(here), latest_due)
    assert (merged.added, merged.known) == (8, 0)
    assert said(there) == said(here)
    assert there.last_verdict("mlp", "numpy") == {"checks": [], "zh": "梯度"}


def test_a_second_import_changes_nothing(here: Store, there: Store) -> None:
    fill(here)
    merge(there, told(here), latest_due)
    before = said(there)
    merged = merge(there, told(here), latest_due)
    assert (merged.added, merged.known, merged.hidden) == (0, 8, 0)
    assert said(there) == before
    merge(here, told(there), latest_due)
    assert said(here) == before


def test_answers_come_in_the_order_of_their_times_and_are_scheduled_anew(
    here: Store, there: Store
) -> None:
    for hours in (1, 5):
        here.add_review(review("a", hours))
    there.add_review(review("a", 3))
    merge(here, told(there), latest_due)
    assert [each.at for each in here.reviews("a")] == [moment(1), moment(3), moment(5)]
    assert here.latest()["a"].due == (START + timedelta(hours=5, days=3)).isoformat(
        timespec="microseconds"
    )
    merge(there, told(here), latest_due)
    assert there.reviews() == here.reviews()


def test_what_was_taken_back_or_reset_there_is_hidden_here_too(here: Store, there: Store) -> None:
    fill(here)
    merge(there, told(here), latest_due)
    here.undo_review(here.add_review(review("c", 9)))
    here.reset("a")
    here.reset("mlp")
    merged = merge(there, told(here), latest_due)
    assert merged.hidden == 4, "an answer, an attempt, a start, a hint"
    assert [each.question for each in there.reviews()] == ["b"]
    assert there.attempts("mlp") == [] and there.hints_shown("mlp") == 0
    assert there.status("mlp", "numpy") == "new"


def test_what_was_reset_here_does_not_come_back(here: Store, there: Store) -> None:
    fill(here)
    old = told(here)
    here.reset("a")
    merge(here, old, latest_due)
    assert [each.question for each in here.reviews()] == ["b"]
    here.add_review(review("a", 30))
    assert len(here.reviews("a")) == 1, "the next answer counts again"


def test_a_session_that_was_interrupted_can_still_take_back(here: Store, there: Store) -> None:
    there.add_review(review("z", 0))
    row = here.add_review(review("a", 1))
    done = [["a", 7, False, "right", row], ["b", 7, False, "skipped", 0]]
    here.save_session("s", {"seed": 7, "done": done, "queue": [], "over": False}, False)
    merge(here, told(there), latest_due)
    found = here.unfinished_session()
    assert found is not None
    here.undo_review(found[1]["done"][0][4])
    assert [each.question for each in here.reviews()] == ["z"]


MOVES = st.lists(st.tuples(st.sampled_from("hH tT xX"), st.sampled_from("abc"), st.integers(0, 99)),
                 max_size=14)  # fmt: skip


@steady
@given(MOVES)
def test_whatever_happened_on_two_machines_both_end_up_with_the_same(
    tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[str, str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("two")
    with Store.open(file=folder / "1") as one, Store.open(file=folder / "2") as two:
        clock = 0
        for what, name, hours in moves:
            store = one if what in "hHx" else two
            if what in "hHtT":
                clock += hours
                row = store.add_review(review(name, clock, correct=what.islower()))
                if what.isupper():
                    store.undo_review(row)
            elif what in "xX":
                store.reset(name)
        live = {each.at for store in (one, two) for each in store.reviews()}
        first, second = told(one), told(two)
        merge(one, second, latest_due)
        merge(two, first, latest_due)
        assert one.reviews() == two.reviews()
        assert {each.at for each in one.reviews()} <= live
        merge(one, told(two), latest_due)
        assert one.reviews() == two.reviews()


BAD: list[Any] = [
    [], {}, None, 3, {"schema": "quizkit.progress/1"}, {"schema": "quizkit.progress-log/1", "reviews": 3},
]  # fmt: skip


@pytest.mark.parametrize("value", BAD, ids=str)
def test_what_is_no_exported_progress_is_refused(here: Store, value: Any) -> None:
    with pytest.raises(FileProblem):
        merge(here, value, latest_due)


@pytest.mark.parametrize(
    ("column", "value"),
    [("at", "yesterday"), ("kind", "essay"), ("rating", "3"), ("answer", None), ("answer", "\ud800"),
     ("found", "["), ("seconds", 10**30), ("due", 3)],
)  # fmt: skip
def test_a_damaged_row_is_named_and_nothing_is_taken_in(
    here: Store, there: Store, column: str, value: Any
) -> None:
    fill(here)
    damaged = told(here)
    damaged["reviews"][1][column] = value
    with pytest.raises(FileProblem) as caught:
        merge(there, damaged, latest_due)
    assert caught.value.params["where"] == "reviews[1]"
    assert there.reviews() == [] and there.notes() == []


def test_a_merge_that_fails_half_way_leaves_the_record_as_it_was(here: Store, there: Store) -> None:
    fill(here)
    fill(there)
    before = said(there)
    with closing(sqlite3.connect(there.file)) as db:
        db.execute("CREATE TRIGGER no BEFORE INSERT ON notes BEGIN SELECT raise(ABORT, 'no'); END")
    with pytest.raises(StoreError):
        merge(there, told(here), latest_due)
    with Store.open(readonly=True, file=there.file) as again:
        assert said(again) == before
