"""The first screen, the plan and the record of what was done, as people and scripts see them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from quizkit.bank import load
from quizkit.model import Attempt, Framework, Review, VerdictKind
from quizkit.progress import FILE, Note, Store

Quizkit = Callable[..., Any]
NOW = datetime.now(UTC)


def stamp(days: float) -> str:
    return (NOW + timedelta(days=days)).isoformat(timespec="microseconds")


@pytest.fixture
def store(home: Path, quizkit: Quizkit) -> Any:
    with Store.open(file=home / "data" / FILE) as opened:
        yield opened


def answered(store: Store, name: str, correct: bool, at: float, due: float, kind: str = "") -> None:
    question = load().question(name)
    rating = 3 if correct else 1
    store.add_review(Review(stamp(at), name, 1, question.kind, "x", correct, float(correct), rating,
                            0, 60.0, stamp(due)))  # fmt: skip


def graded(store: Store, verdict: VerdictKind, at: float, exercise: str = "mlp") -> None:
    store.add_attempt(Attempt(stamp(at), exercise, Framework.NUMPY, f"/w/{exercise}.py", "sha256:0",
                              verdict, 7, 0.5, 1.0, ("gradient_fc1_bias",)), {"checks": []})  # fmt: skip


def some_use(store: Store) -> None:
    """Two questions due, one not; an exercise rejected, one solved five days ago."""
    answered(store, "detach-constant", True, -9, -1)
    answered(store, "retain-graph-no-cure", False, -3, -2)
    answered(store, "rnn-principle", True, -1, 4)
    store.note_start("embedding", "numpy", "/w/embedding.py")
    graded(store, VerdictKind.ACCEPTED, -5, "embedding")
    graded(store, VerdictKind.REJECTED, -0.51)


def test_the_first_screen_of_someone_new_fits_and_names_the_first_steps(quizkit: Quizkit) -> None:
    for lang in ("en", "zh"):
        shown = quizkit("--lang", lang).stdout
        lines = shown.splitlines()
        assert len(lines) <= 20 and "quizkit plan" in shown and "quizkit start" in shown


def test_later_it_says_what_is_due_what_was_tried_what_to_redo_and_what_is_weak(
    quizkit: Quizkit, store: Store
) -> None:
    some_use(store)
    quizkit("plan", (date.today() + timedelta(days=20)).isoformat())
    shown = quizkit().stdout
    assert "Day 1 of 20" in shown and "(2 due, 8 new)" in shown
    assert "mlp: rejected 12 h ago: gradient_fc1_bias" in shown and "quizkit grade" in shown
    assert "quizkit start embedding --again" in shown
    assert "quizkit ask -t autograd-advanced" in shown
    assert len(shown.splitlines()) <= 20
    told = quizkit("--json").json
    assert told["due"] == ["detach-constant", "retain-graph-no-cure"]
    assert (told["day"], told["days"], told["redo"]) == (1, 20, ["embedding"])
    assert told["last"]["exercise"] == "mlp" and 0 < told["kept"] < 1


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_line_is_wider_than_the_screen(quizkit: Quizkit, store: Store, lang: str) -> None:
    from quizkit.report.layout import cells

    some_use(store)
    quizkit("plan", (date.today() + timedelta(days=2)).isoformat(), "--daily", "3")
    for command in ((), ("progress",), ("plan",), ("progress", "--notes")):
        shown = quizkit(*command, "--lang", lang).stdout
        assert [line for line in shown.splitlines() if cells(line) > 80] == [], command


def test_an_interrupted_session_is_the_first_thing_to_do(quizkit: Quizkit, store: Store) -> None:
    answered(store, "detach-constant", True, -9, -1)
    state = {"seed": 1, "over": False, "done": [["a", 1, False, "right", 1]],
             "queue": [["b", 1, False], ["c", 1, False]]}  # fmt: skip
    store.save_session("s", state, False)
    assert "question 2 of 3" in quizkit().stdout
    assert quizkit("--json").json["session"] == [2, 3]


def test_a_plan_states_the_shortfall_and_what_would_do(quizkit: Quizkit) -> None:
    day = (date.today() + timedelta(days=2)).isoformat()
    told = quizkit("plan", day, "--daily", "3", "--json").json
    assert not told["enough"] and told["unseen_at_the_end"] == told["questions"] - 6
    assert told["new_today"] == 3 and told["weakest"]
    shown = quizkit("plan").stdout
    assert f"quizkit plan --daily {told['needed']}" in shown
    assert quizkit("plan", "--daily", str(told["needed"]), "--json").json["enough"]
    assert quizkit("config", "interview", "--json").json == {"interview": day}
    assert quizkit("plan", "--clear").code == 0
    assert quizkit("plan").code == 2


@pytest.mark.parametrize(
    ("day", "said"),
    [("soon", "YYYY-MM-DD"), ("2020-01-01", "is over"), ("2026-02-30", "YYYY-MM-DD")],
)  # fmt: skip
def test_a_date_that_is_none_is_refused(quizkit: Quizkit, day: str, said: str) -> None:
    ran = quizkit("plan", day)
    assert (ran.code, ran.stdout) == (2, "") and said in ran.stderr
    assert quizkit("plan").code == 2


def test_moving_the_date_keeps_the_first_day(quizkit: Quizkit) -> None:
    quizkit("plan", (date.today() + timedelta(days=9)).isoformat())
    quizkit("config", "since", (date.today() - timedelta(days=3)).isoformat())
    told = quizkit("plan", (date.today() + timedelta(days=5)).isoformat(), "--json").json
    assert (told["day"], told["days"], told["days_left"]) == (4, 8, 5)


def test_with_a_plan_new_questions_have_their_place_in_a_session(
    quizkit: Quizkit, store: Store
) -> None:
    names = list(load().index)
    for name in names[:12]:
        answered(store, name, True, -9, -1)
    asked = [q["id"] for q in quizkit("ask", "--json", "-n", "4").json["questions"]]
    assert set(asked) <= set(names[:12]), "without a plan what is due comes first"
    quizkit("plan", (date.today() + timedelta(days=len(names) - 12)).isoformat())
    asked = [q["id"] for q in quizkit("ask", "--json", "-n", "4").json["questions"]]
    assert len(set(asked) & set(names[:12])) == 3


def test_progress_by_topic(quizkit: Quizkit, store: Store) -> None:
    some_use(store)
    told = quizkit("progress", "--json").json
    row = next(row for row in told["topics"] if row["id"] == "autograd")
    assert (row["seen"], row["known"], row["due"], row["seconds"]) == (1, 1, 1, 60)
    assert row["titles"]["zh"] and 0 < row["recall"] <= 1
    weak = next(row for row in told["topics"] if row["id"] == "autograd-advanced")
    assert weak["weak"] and weak["known"] == 0
    shown = quizkit("progress").stdout
    assert "1 min" in shown and "%" in shown


def test_notes_are_listed_for_the_author(quizkit: Quizkit, store: Store) -> None:
    store.add_note(Note(stamp(0), "wrong", "detach-constant", 1, 7, "it prints 9\n第二行"))
    shown = quizkit("progress", "--notes").stdout
    assert "detach-constant, revision 1, variant 7" in shown and "    第二行" in shown
    (row,) = quizkit("progress", "--notes", "--json").json["notes"]
    assert row["text"] == "it prints 9\n第二行"


def test_progress_moves_to_another_machine(quizkit: Quizkit, store: Store, tmp_path: Path) -> None:
    some_use(store)
    assert quizkit("progress", "export", "mine.json").code == 0
    elsewhere = {"QUIZKIT_HOME": str(tmp_path / "elsewhere")}
    ran = quizkit("progress", "import", "mine.json", env=elsewhere)
    assert ran.code == 0 and "Merged" in ran.stderr and ran.stdout == ""
    one, two = (quizkit("progress", "--json", env=env).json for env in ({}, elsewhere))
    figures = ("id", "total", "seen", "right", "seconds")
    for rows in (one["topics"], two["topics"]):
        rows[:] = [[row[name] for name in figures] for row in rows]
    assert one == two
    told = json.loads(quizkit("progress", "export").stdout)
    again = quizkit("progress", "import", "-", stdin=json.dumps(told), env=elsewhere)
    assert "0 new" in again.stderr


@pytest.mark.parametrize("content", ["", "[", "{}", "\x00"])
def test_a_file_that_is_no_progress_is_refused(quizkit: Quizkit, content: str) -> None:
    Path("bad.json").write_text(content)
    ran = quizkit("progress", "import", "bad.json")
    assert (ran.code, ran.stdout) == (2, "") and "quizkit progress export" in ran.stderr
    assert quizkit("progress", "import", "none.json").code == 2
    assert quizkit("progress", "import", ".").code == 2
    assert quizkit("progress", "--html", "no/where.html").code == 2
