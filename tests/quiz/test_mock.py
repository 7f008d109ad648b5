"""A mock interview: planned by seed, resumable between any two steps, reported as figures."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizkit.model import Difficulty, Kind
from quizkit.quiz.mock import Asked, Mock, compose, figures

steady = settings(derandomize=True, deadline=None, max_examples=60)
LEVELS, KINDS = list(Difficulty), list(Kind)


@dataclass(frozen=True)
class Question:
    id: str
    kind: Kind
    topic: str
    difficulty: Difficulty


@dataclass(frozen=True)
class Exercise:
    id: str
    difficulty: Difficulty
    minutes: int


QUESTIONS = [Question(f"q{n}", KINDS[n % 5], f"t{n % 7}", LEVELS[n // 5 % 3]) for n in range(150)]
EXERCISES = [
    Exercise("mlp", Difficulty.MID, 20), Exercise("mha", Difficulty.SENIOR, 35),
    Exercise("debug_a", Difficulty.MID, 10), Exercise("debug-b", Difficulty.JUNIOR, 9),
]  # fmt: skip


def composed(minutes: int = 45, level: str = "mid", seed: int = 7) -> Mock:
    return compose(
        QUESTIONS, EXERCISES, minutes, Difficulty(level), seed, "numpy", lambda n: "coding"
    )


@steady
@given(st.integers(5, 120), st.sampled_from(LEVELS), st.integers(0, 10**6))
def test_the_same_seed_gives_the_same_interview_and_it_fits_its_time(
    minutes: int, level: Difficulty, seed: int
) -> None:
    mock = composed(minutes, level, seed)
    assert mock == composed(minutes, level, seed)
    takes = sum(q.minutes for q in mock.questions) + sum(c.minutes for c in mock.coding)
    assert takes <= minutes + 1
    assert takes >= minutes - 4 or minutes < 8
    names = [item.question for item in mock.questions]
    assert len(set(names)) == len(names) > 0


def test_an_interview_has_all_kinds_follow_ups_one_debugging_and_one_coding_exercise() -> None:
    mock = composed(60)
    kinds = {q.id: q.kind for q in QUESTIONS}
    assert {kinds[item.question] for item in mock.questions} == set(KINDS)
    assert 0 < sum(item.follow_up for item in mock.questions) < len(mock.questions)
    assert [item.exercise.startswith("debug") for item in mock.coding] == [True, False]
    topics = [item.topic for item in mock.questions]
    assert max(map(topics.count, topics)) - min(map(topics.count, topics)) <= 2


def test_a_level_asks_mostly_its_own() -> None:
    difficulty = {q.id: q.difficulty for q in QUESTIONS}

    def share(level: str, of: Difficulty) -> float:
        asked = [
            item.question for seed in range(30) for item in composed(45, level, seed).questions
        ]
        return sum(difficulty[name] is of for name in asked) / len(asked)

    assert share("junior", Difficulty.JUNIOR) > 0.5 > share("junior", Difficulty.SENIOR)
    assert share("senior", Difficulty.SENIOR) > 0.5 > share("senior", Difficulty.JUNIOR)


@pytest.mark.parametrize(("minutes", "exercises"), [(10, 0), (25, 1), (45, 2)])
def test_a_short_one_has_no_exercise(minutes: int, exercises: int) -> None:
    assert len(composed(minutes).coding) == exercises


def test_a_bank_without_exercises_or_with_few_questions_gives_what_there_is() -> None:
    mock = compose(QUESTIONS[:3], [], 45, Difficulty.MID, 1, "numpy")
    assert len(mock.questions) == 3 and mock.coding == ()
    assert compose([], [], 45, Difficulty.MID, 1, "numpy").next_question is None


def answered(item: Asked, score: float, seconds: float = 30.0) -> Asked:
    return replace(item, answer="x", score=score, correct=score > 0.6, seconds=seconds)


@steady
@given(st.lists(st.floats(0, 1), max_size=12))
def test_it_survives_being_stored_between_any_two_steps(scores: list[float]) -> None:
    mock = composed()
    for score in scores:
        mock = Mock.load(json.loads(json.dumps(mock.dump())) | {"unknown": 1})
        place = mock.next_question
        if place is None:
            break
        assert mock.questions[place].answer is None
        mock = mock.answered(place, answered(mock.questions[place], score), mock.spent + 30)
    assert sum(item.answer is not None for item in mock.questions) <= len(scores)


def test_questions_end_when_the_time_of_the_exercises_begins() -> None:
    mock = composed()
    late = replace(mock, spent=(45 - sum(c.minutes for c in mock.coding)) * 60.0)
    assert late.next_question is None and late.next_coding == 0
    over = replace(mock, spent=45 * 60.0)
    assert over.next_question is None and over.next_coding is None
    assert replace(mock, over=True).next_coding is None


def test_the_report_counts_what_was_asked_and_names_the_rest() -> None:
    mock = composed()
    for place, (score, seconds) in enumerate([(1.0, 10.0), (0.0, 999.0)]):
        mock = mock.answered(place, answered(mock.questions[place], score, seconds), 60.0)
    told = figures(mock)
    assert (told["right"], told["asked"], told["planned"]) == (1, 2, len(mock.questions))
    assert told["missed"] == told["slow"] == [mock.questions[1].question]
    assert told["not_reached"] == [item.question for item in mock.questions[2:]]
    assert told["study"] == [mock.questions[1].topic] and told["score"] == 0.5
    task = replace(mock.coding[0], seconds=60.0, verdict="accepted", score=1.0)
    assert figures(mock.handed_in(0, task, 90.0))["topics"]["coding"] == 1.0
