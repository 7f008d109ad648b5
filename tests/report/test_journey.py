"""What surrounds a verdict on the screen: changes, the clock, and what follows success."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from quizkit.model import (
    LANGS,
    Ahead,
    Change,
    CheckResult,
    Framework,
    Graded,
    Outcome,
    Past,
    Text,
    Verdict,
    VerdictKind,
)
from quizkit.report.amounts import day, duration, milliseconds
from quizkit.report.journey import since
from quizkit.report.layout import cells
from quizkit.report.look import ansi
from quizkit.report.terminal import render

OK, FAIL, SKIP = Outcome.PASSED, Outcome.FAILED, Outcome.NOT_CHECKED
ESCAPE = re.compile(r"\x1b\[[\d;]*m")
AHEAD = Ahead(
    minutes=25, solved=2, total=22, places=3, again=date(2031, 10, 7), next="attention",
    next_minutes=35, questions=(Text("Why is it a sum? " * 9, "为什么是求和？" * 12),),
)  # fmt: skip
PAST = Past(attempt=6, compared=True, previous=5, hints=1, seconds=1450.0, minutes=20)


def change(of: str, before: Outcome, now: Outcome) -> Change:
    return Change(f"gradient_{of}", Text(f"gradient: {of}", f"梯度：{of}"), before, now)


def accepted(pace: dict[str, list[float]] | None = None, **measured: Any) -> Verdict:
    checks = (CheckResult("training", "training", Text("t", "训练"), OK, None, measured),)
    return Verdict("mlp", Framework.NUMPY, "mlp.py", "sha256:0", VerdictKind.ACCEPTED, 7, 0.4,
                   "3.11.7", (), checks, facts={"pace": pace or {}})  # fmt: skip


def screen(graded: Graded, lang: Any = "en", **more: Any) -> str:
    return "\n".join(render(graded, lang, **more))


def test_a_first_attempt_has_nothing_to_compare_with() -> None:
    assert list(since(Past(attempt=1), "en")) == []


def test_what_changed_is_said_once_for_each_kind_of_change() -> None:
    found = (change("fc1.weight", FAIL, OK), change("fc1.bias", OK, FAIL), change("x", FAIL, OK))
    (told,) = since(Past(attempt=4, compared=True, previous=3, changes=found), "en")
    assert told.startswith("Since attempt 3: ")
    assert "gradient fc1.weight, x were FAIL, are ok" in told
    assert "gradient fc1.bias was ok, is FAIL" in told


def test_many_changes_of_one_kind_are_counted() -> None:
    found = tuple(change(f"p{number}", SKIP, OK) for number in range(9))
    (told,) = since(Past(attempt=2, compared=True, previous=1, changes=found), "en")
    assert "9 checks were not checked, are ok" in told and "p3" not in told


@pytest.mark.parametrize("lang", LANGS)
def test_that_nothing_changed_is_said(lang: Any) -> None:
    (told,) = since(Past(attempt=8, compared=True, previous=7), lang)
    assert "7" in told


def test_a_clock_shows_what_is_left_and_what_is_over() -> None:
    (left,) = since(Past(attempt=1, seconds=310.0, minutes=20), "en")
    assert "5 min 10 s gone" in left and "14 min 50 s left" in left
    (over,) = since(Past(attempt=1, seconds=1300.0, minutes=20), "en")
    assert "1 min 40 s over" in over
    assert list(since(Past(attempt=1, seconds=1300.0), "en")) == []


def test_success_shows_the_effort_the_questions_and_the_way_on() -> None:
    verdict = accepted({"step": [1.42, 0.9], "case": [7.0, 7.0]}, steps=40)
    text = screen(Graded((verdict,), PAST, AHEAD))
    for part in ("attempt 6", "24 min 10 s", "hints 1", "target: 25 min", "1.4 ms per step",
                 "reference 0.9 ms", "40 steps", "3 places differ", "solve mlp --diff mlp.py",
                 "1. Why is it a sum?", "7 October 2031", "start mlp --again", "attention",
                 "35 min", "2 of 22 exercises"):  # fmt: skip
        assert part in text, part


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_no_line_is_wider_than_the_terminal_and_colour_only_adds(lang: Any, width: int) -> None:
    long = Verdict("debug_transformer_4bugs", Framework.NUMPY, "debug_transformer_4bugs_numpy.py",
                   "sha256:0", VerdictKind.ACCEPTED, 777777, 0.4, "3.11.7", (), ())  # fmt: skip
    for graded in (Graded((accepted(),), PAST, AHEAD), Graded((long, long), PAST, AHEAD)):
        lines = render(graded, lang, width=width)
        assert [line for line in lines if cells(line) > width] == []
        coloured = render(graded, lang, width=width, paint=ansi)
        assert [ESCAPE.sub("", line) for line in coloured] == lines
        assert coloured != lines


def test_speed_is_shown_only_where_it_was_measured() -> None:
    assert "ms" not in screen(Graded((accepted(),), PAST, AHEAD))
    text = screen(Graded((accepted({"case": [0.05, 0.2]}),), PAST, AHEAD))
    assert "0.05 ms per forward and backward, reference 0.2 ms" in text


def test_when_all_are_solved_no_next_one_is_named() -> None:
    done = Ahead(minutes=25, questions=(), solved=5, total=5)
    text = screen(Graded((accepted(),), None, done))
    assert "Next" not in text and "Again" not in text
    assert "5 of 5 exercises   " + "#" * 24 in text


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0.4, "0 s"), (59.9, "59 s"), (60, "1 min 0 s"), (1450, "24 min 10 s"),
     (3600, "1 h 0 min"), (11100, "3 h 5 min"), (187200, "2 d 4 h")],
)  # fmt: skip
def test_a_duration_has_its_two_largest_units(seconds: float, told: str) -> None:
    assert duration(seconds, "en") == told


def test_a_day_has_its_year_only_if_it_is_another() -> None:
    this = date.today().year
    assert day(date(this, 3, 1), "en") == "1 March"
    assert day(date(this + 1, 3, 1), "en") == f"1 March {this + 1}"
    assert day(date(this, 3, 1), "zh") == "3 月 1 日"


def test_milliseconds_have_the_digits_that_count() -> None:
    assert [milliseconds(v) for v in (0.0314, 1.42, 25.0, 250.4)] == ["0.031", "1.4", "25", "250"]
