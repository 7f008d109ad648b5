"""A session: nothing is asked without need, nothing is lost, undo takes back exactly one."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizkit.quiz.session import Session, begin

steady = settings(derandomize=True, deadline=None, max_examples=150)
NAMES = st.lists(st.sampled_from(["a", "b", "c", "d", "e"]), max_size=5)
MOVES = st.lists(st.sampled_from(["right", "wrong", "skip", "undo"]), max_size=25)


def move(session: Session, what: str, review: int = 0) -> Session:
    """The session after one thing the learner did."""
    if what == "undo":
        return session.undone()
    if session.current is None:
        return session
    return session.skipped() if what == "skip" else session.answered(what == "right", review)


def names(session: Session) -> list[str]:
    return [turn.question for turn in session.queue]


def test_a_wrong_answer_returns_once_after_the_others_with_another_variant() -> None:
    session = begin(["a", "b", "c"], seed=7).answered(False).answered(True)
    assert names(session) == ["c", "a"]
    assert [turn.again for turn in session.queue] == [False, True]
    assert [turn.variant for turn in session.queue] == [7, 8]
    session = session.answered(True).answered(False)
    assert session.current is None, "it returns once, not for ever"
    assert (session.right, session.asked, session.number) == (2, 4, 5)


def test_what_is_skipped_does_not_return() -> None:
    session = begin(["a", "b"], seed=1).skipped()
    assert names(session) == ["b"]
    assert (session.asked, session.right, session.total) == (0, 0, 2)


def test_undo_takes_back_the_answer_and_the_return_it_caused() -> None:
    before = begin(["a", "b"], seed=1)
    after = before.answered(False, review=41)
    assert after.last is not None and after.last.review == 41
    assert after.undone() == before
    assert before.undone() == before and before.last is None


def test_a_question_is_asked_once_however_often_it_is_named() -> None:
    assert names(begin(["a", "b", "a"], seed=1)) == ["a", "b"]


def test_one_that_was_stopped_goes_on_where_it_was() -> None:
    session = begin(["a", "b"], seed=1).answered(True).stopped()
    assert session.current is None
    again = Session.load(json.loads(json.dumps(session.dump()))).resumed()
    assert again.current is not None and again.current.question == "b"
    assert again.number == 2


def test_questions_that_have_gone_are_left_out_when_it_is_resumed() -> None:
    state = begin(["a", "gone", "b"], seed=1).answered(False).dump()
    session = Session.load(state, known=["a", "b"])
    assert names(session) == ["b", "a"]
    assert names(session.undone()) == ["a", "b"]


def test_nothing_can_be_answered_when_it_is_over() -> None:
    with pytest.raises(ValueError, match="over"):
        begin([], seed=1).answered(True)


@steady
@given(NAMES, MOVES)
def test_whatever_is_done_each_question_is_asked_at_most_twice(
    asked: list[str], moves: list[str]
) -> None:
    session = begin(asked, seed=3)
    for number, what in enumerate(moves):
        session = move(session, what, number)
    turns = [*(done.turn for done in session.done), *session.queue]
    for name in set(asked):
        mine = [turn for turn in turns if turn.question == name]
        assert [turn.again for turn in mine] in ([False], [False, True])
    assert {turn.question for turn in turns} == set(asked)
    assert session.total == len(turns)


@steady
@given(NAMES, MOVES, st.sampled_from(["right", "wrong", "skip"]))
def test_undo_is_the_inverse_of_every_move(asked: list[str], moves: list[str], last: str) -> None:
    session = begin(asked, seed=3)
    for what in moves:
        session = move(session, what)
    if session.current is not None:
        assert move(session, last).undone() == session


@steady
@given(NAMES, MOVES)
def test_a_session_survives_being_stored_between_any_two_moves(
    asked: list[str], moves: list[str]
) -> None:
    plain = stored = begin(asked, seed=3)
    for what in moves:
        plain = move(plain, what)
        stored = move(Session.load(json.loads(json.dumps(stored.dump()))), what)
    assert stored == plain


@steady
@given(NAMES, st.lists(st.booleans(), min_size=20, max_size=20))
def test_every_session_ends(asked: list[str], answers: list[bool]) -> None:
    session = begin(asked, seed=3)
    for correct in answers:
        if session.current is not None:
            session = session.answered(correct)
    assert session.current is None
    assert {done.turn.question for done in session.done} == set(asked)
