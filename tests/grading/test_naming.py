"""Which mistake is named when answers match: the one that explains most, none where two do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from quizkit.grading.diagnosis.compare import changed, close, part, path_to, same, same_answer
from quizkit.grading.diagnosis.evidence import Match
from quizkit.grading.diagnosis.naming import Budget, decide, known_mistakes
from quizkit.grading.diagnosis.replay import Candidate
from quizkit.grading.picture import LEVELS, curves, map_of
from quizkit.grading.requests import Asked, RequestLog, kept
from quizkit.sandbox.failures import Failure

WHOLE, FOCUS, NONE = Match.WHOLE, Match.FOCUS, Match.NONE


def solution(name: str, mistake: str, check: str = "a") -> Candidate:
    """A known-wrong solution that `check` rejects."""
    return Candidate(name, mistake, check, Path(f"{name}_numpy.py"))


ONE, TWIN, OTHER = solution("one", "m"), solution("twin", "m"), solution("other", "n", "b")
Table = dict[Candidate, dict[str, Match]]


@pytest.mark.parametrize(
    ("found", "named"),
    [
        ({}, []),
        ({ONE: {"a": NONE}}, []),
        ({ONE: {"a": FOCUS}}, [("m", ("a",))]),
        ({ONE: {"a": WHOLE}, TWIN: {"a": WHOLE}}, [("m", ("a",))]),
        ({ONE: {"a": WHOLE}, OTHER: {"a": WHOLE}}, []),
        ({ONE: {"a": WHOLE}, OTHER: {"a": FOCUS}}, [("m", ("a",))]),
        ({ONE: {"a": WHOLE, "b": WHOLE}, OTHER: {"a": WHOLE}}, [("m", ("a", "b"))]),
        ({ONE: {"a": WHOLE}, OTHER: {"b": WHOLE}}, [("m", ("a",)), ("n", ("b",))]),
        ({ONE: {"a": FOCUS}, OTHER: {"a": FOCUS, "b": WHOLE}}, [("n", ("a", "b"))]),
    ],
)
def test_the_mistake_that_explains_most_is_named_and_a_draw_names_none(
    found: Table, named: list[tuple[str, tuple[str, ...]]]
) -> None:
    told = [(one.misconception, one.checks) for one in decide(["a", "b"], found)]
    assert sorted(told) == named


def asked_with(answers: Mapping[tuple[str, bool], Match], seen: list[str]) -> object:
    """A replay that answers from a table and notes whom it asked."""

    def ask(candidate: Candidate, checks: Sequence[str], whole: bool) -> dict[str, Match]:
        seen.append(candidate.name + ("+" if whole else ""))
        return {check: answers.get((candidate.name, whole), NONE) for check in checks}

    return ask


def asked(
    answers: Mapping[tuple[str, bool], Match], seconds: float = 9.0
) -> tuple[list[str], list[str]]:
    """(mistakes named for check `a`, candidates in the order in which they were asked)."""
    seen: list[str] = []
    pool = [OTHER, ONE, TWIN]
    budget = Budget(seconds, 9.0, clock=lambda: 0.0)
    found = known_mistakes(["a"], pool, {"a": "g", "b": "g"}, asked_with(answers, seen), budget)  # type: ignore[arg-type]
    return [one.misconception for one in found], seen


def test_those_that_the_failed_check_rejects_come_first_and_are_enough() -> None:
    assert asked({("one", False): WHOLE}) == (["m"], ["one", "twin"])


def test_the_others_come_when_these_do_not_match() -> None:
    assert asked({("other", False): FOCUS}) == (["n"], ["one", "twin", "one+", "twin+", "other"])


def test_all_that_was_asked_before_is_asked_where_that_alone_makes_the_match() -> None:
    assert asked({("twin", True): WHOLE}) == (["m"], ["one", "twin", "one+", "twin+"])


def test_without_time_only_the_nearest_are_asked() -> None:
    assert asked({("other", False): WHOLE}, seconds=0.0) == ([], ["one", "twin"])


A = np.array([[1.0, -2.0], [3e-3, 4.0]])


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (A, A + 1e-12, True),
        (A, A + 1e-7, False),
        (A, A.astype(np.float32), False),
        (A.astype(np.float32), (A * (1 + 1e-7)).astype(np.float32), True),
        (A, A[0], False),
        (np.array([1.0, np.nan]), np.array([1.0, np.nan]), True),
        (np.array([1.0, np.nan]), np.array([np.nan, 1.0]), False),
        (np.array([np.inf, 1.0]), np.array([-np.inf, 1.0]), False),
        (1e9 * A, 1e9 * A + 1e-2, True),
        (np.arange(3), np.arange(3), True),
        (np.arange(3), np.arange(3) + 1, False),
    ],
)
def test_arrays_are_the_same_up_to_rounding(
    one: np.ndarray, other: np.ndarray, equal: bool
) -> None:
    assert close(one, other) is equal


def test_nests_are_the_same_by_keys_lengths_and_numbers() -> None:
    assert same({"a": [A, 1, "x"]}, {"a": [A + 1e-13, 1, "x"]})
    assert not same({"a": A}, {"b": A})
    assert not same({"a": A}, {"a": A, "b": A})
    assert not same([A], [A, A])
    assert same([1.0, float("nan")], [1.0, float("nan")])
    assert not same([1.0, 2.0], [1.0, 2.1])


def raised(kind: str, message: str, line: int) -> Asked:
    """An answer that is an exception."""
    frames = [{"line": line, "in": "f", "text": "x"}]
    failure = Failure("error", "raised", type=kind, message=message, frames=frames)
    return Asked(1, "forward", {}, {}, failure)


def test_an_exception_is_the_same_by_type_and_message_wherever_it_was_raised() -> None:
    assert same_answer(raised("ValueError", "shapes", 3), raised("ValueError", "shapes", 9))
    assert not same_answer(raised("ValueError", "shapes", 3), raised("TypeError", "shapes", 3))
    assert not same_answer(raised("ValueError", "(3,)", 3), raised("ValueError", "(4,)", 3))
    assert not same_answer(
        raised("ValueError", "shapes", 3), Asked(1, "forward", {}, {"output": A})
    )


def test_of_an_array_that_was_written_into_it_counts_that_it_was() -> None:
    def echoed(after: np.ndarray) -> Asked:
        return Asked(1, "forward", {"inputs": [A], "echo": True}, {"output": A, "inputs": [after]})

    assert changed(echoed(A.copy())) == [False]
    assert same_answer(echoed(A * 2), echoed(A * 3))
    assert not same_answer(echoed(A), echoed(A * 3))


def test_the_array_that_a_check_looked_at_is_found_in_the_reply() -> None:
    reply = {"inputs": [A.copy(), A], "params": {"w": A * 2}, "losses": [0.5, 0.25]}
    assert path_to(reply, A) == ("inputs", 1)
    assert path_to(reply, reply["params"]["w"]) == ("params", "w")
    assert path_to(reply, np.array([0.5, 0.25])) == ("losses",)
    assert path_to(reply, A * 5) is None
    assert part(reply, ("inputs", 1)) is A
    assert not same(part(reply, ("params", "b")), A)


def test_a_shared_request_belongs_to_every_check_that_asks_for_it() -> None:
    log = RequestLog()
    log.begin()
    with log.shared("batch"):
        log.add(Asked(1, "build", {}, {}))
        log.add(Asked(1, "vjp", {}, {}))
    assert log.used == (0, 1)
    log.begin()
    log.add(Asked(1, "forward", {}, {}))
    with log.shared("batch"):
        pass
    assert log.used == (0, 1, 2)
    log.begin()
    assert log.used == ()


def test_the_log_keeps_what_was_sent_whatever_becomes_of_it() -> None:
    sent = {"inputs": [A.copy()], "config": (3, "x")}
    copy = kept(sent)
    sent["inputs"][0][:] = 0  # type: ignore[index]
    np.testing.assert_array_equal(copy["inputs"][0], A)
    assert copy["config"] == (3, "x")


def test_a_map_shows_rows_and_says_nothing_where_it_would_say_nothing() -> None:
    bad = np.zeros((3, 4), dtype=bool)
    bad[1, 2:] = True
    assert map_of(bad) == (["....", "..##", "...."], "entries")
    assert map_of(bad[1]) == (["..##"], "entries")
    laid = np.stack([bad, ~bad]) & np.array([[1, 1, 1, 0]], dtype=bool)
    assert map_of(laid) == (["###."] * 3, "over")
    assert map_of(np.ones((3, 4), dtype=bool))[0] == []
    assert map_of(np.zeros((3, 4), dtype=bool))[0] == []
    rows = np.zeros((5, 4), dtype=bool)
    rows[[1, 3]] = True
    assert map_of(rows) == ([".#.#."], "rows")
    assert map_of(rows.T) == ([".#.#."], "columns")


def test_a_large_map_is_put_together_block_by_block() -> None:
    bad = np.zeros((100, 200), dtype=bool)
    bad[99, 199] = bad[0, 0] = True
    rows, kind = map_of(bad)
    assert kind == "blocks"
    assert len(rows) <= 12 and len(rows[0]) <= 48
    assert rows[0][0] == "#" and rows[-1][-1] == "#" and rows[0][1] == "."


def test_curves_have_coarse_heights_on_an_axis_that_stays_unknown() -> None:
    want = [4.0, 2.0, 1.0, 0.5]
    drawn = curves([4.0, 3.0, 3.0, float("nan")], want)
    assert drawn["mine"][0] == drawn["reference"][0]
    assert drawn["mine"][3] == LEVELS and drawn["reference"][3] == 0
    assert all(0 <= level <= LEVELS for run in drawn.values() for level in run)
    assert drawn == curves([8.0, 6.0, 6.0, float("inf")], [2 * loss for loss in want])
    assert curves([1.0], [2.0]) == {}
