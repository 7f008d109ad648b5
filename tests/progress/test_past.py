"""What the record says about an exercise when it is graded again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from quizkit.model import Attempt, CheckResult, Framework, Outcome, Text, Verdict, VerdictKind
from quizkit.progress import FILE, Store, changes, clock, past, solved_in
from quizkit.progress.past import seconds_since
from quizkit.progress.records import Started

NOON = datetime(2031, 5, 1, 12, tzinfo=UTC)


def at(day: float) -> str:
    """A moment so many days after NOON, as it is stored."""
    return (NOON + timedelta(days=day)).isoformat(timespec="microseconds")


def attempt(day: float, kind: VerdictKind = VerdictKind.ACCEPTED) -> Attempt:
    return Attempt(at(day), "mlp", Framework.NUMPY, "/w/mlp.py", "sha256:0", kind, 7, 1.0, 0.1, ())


def verdict(**outcomes: str) -> Verdict:
    checks = tuple(
        CheckResult(name, "values", Text(name, name), Outcome(outcome))
        for name, outcome in outcomes.items()
    )
    return Verdict("mlp", Framework.NUMPY, "mlp.py", "sha256:0", VerdictKind.REJECTED, 7, 0.4,
                   "3.11.7", (), checks)  # fmt: skip


def stored(**outcomes: str) -> dict[str, object]:
    return {"checks": [{"id": name, "outcome": outcome} for name, outcome in outcomes.items()]}


def expected(day: float) -> date:
    return (NOON + timedelta(days=day)).astimezone().date()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(file=tmp_path / FILE) as opened:
        yield opened


def test_only_checks_that_both_know_and_that_differ_are_changes() -> None:
    now = verdict(a="passed", b="failed", c="passed", new="failed")
    found = changes(stored(a="failed", b="failed", c="not_checked", gone="failed"), now)
    assert [(c.id, str(c.before), str(c.now)) for c in found] == [
        ("a", "failed", "passed"), ("c", "not_checked", "passed")]  # fmt: skip
    assert changes(None, now) == ()


def test_attempts_are_numbered_for_each_framework(store: Store) -> None:
    store.add_attempt(attempt(0, VerdictKind.REJECTED), stored(a="failed"))
    store.add_attempt(attempt(1, VerdictKind.REJECTED), stored(a="passed"))
    store.note_hint("mlp", 2)
    found = past(store, verdict(a="failed"), recorded=True)
    assert (found.attempt, found.previous, found.hints) == (3, 2, 2)
    assert [change.id for change in found.changes] == ["a"]
    assert (found.seconds, found.minutes) == (None, None)
    assert past(store, verdict(a="failed"), recorded=False).attempt is None
    store.reset("mlp")
    assert past(store, verdict(a="failed"), recorded=True).attempt == 1


def test_the_time_runs_from_the_start_and_stops_at_the_first_success() -> None:
    start = Started(at(0), "mlp", Framework.NUMPY, "/w/mlp.py", 20)
    attempts = [attempt(-1), attempt(0.25, VerdictKind.REJECTED), attempt(0.5), attempt(3)]
    assert seconds_since(start, attempts) == 43200
    assert seconds_since(None, attempts) is None


def test_an_exercise_is_solved_in_the_time_from_its_start_to_its_first_success() -> None:
    start = Started(at(0), "mlp", Framework.NUMPY, "/w/mlp.py")
    assert solved_in(start, [attempt(-1), attempt(0.25), attempt(0.5)]) == 21600
    assert solved_in(start, [attempt(-1), attempt(0.25, VerdictKind.REJECTED)]) is None
    assert solved_in(None, [attempt(1)]) is None


def test_a_clock_runs_until_success_another_start_or_a_day(store: Store) -> None:
    assert clock(store) is None
    store.note_start("mlp", "numpy", "/w/mlp.py", 20)
    store.note_start("cnn", "numpy", "/w/cnn.py")
    found = clock(store)
    assert found is not None and (found.start.exercise, found.minutes) == ("mlp", 20)
    assert 0.0 <= found.seconds < 3600
    store.note_start("mlp", "numpy", "/w/mlp.py")
    assert clock(store) is None, "begun again without one"


def test_a_clock_set_back_gives_no_negative_time() -> None:
    ahead = (datetime.now(UTC) + timedelta(days=1)).isoformat(timespec="microseconds")
    assert seconds_since(Started(ahead, "mlp", Framework.NUMPY, "/w/mlp.py"), []) == 0.0
