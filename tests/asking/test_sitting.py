"""A session at the terminal: nothing is lost, whatever ends it; every key does what it says."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pexpect
import pytest

from quizkit.model import Review
from quizkit.progress import FILE, Store

from .conftest import ANSWER, NEXT, Ask, Asked

Log = Callable[[], list[Review]]
OPEN = "rnn-principle"


@pytest.mark.parametrize("ended", ["killed", "interrupted"])
def test_a_session_goes_on_where_it_was(ask: Ask, log: Log, ended: str) -> None:
    first = ask("-n", "4", "--kind", "choice")
    first.answers("q-is-no-answer-here")
    assert len(log()) == 1, "kept before the next question shows"
    first.types("")
    first.answers("neither is this")
    if ended == "killed":
        first.child.kill(signal.SIGKILL)
    else:
        first.child.sendintr()
        assert first.ends() == 130
    assert len(log()) == 2
    second = ask()
    assert "question 3 of" in second.reads(r"\d+ of \d+.*\n")
    second.reads(ANSWER)
    second.types("q")
    assert second.ends() == 0
    asked = {review.question for review in log()}
    third = ask()
    assert "1 of 10" in third.reads(ANSWER), "one that was quit is over"
    assert len(asked) == 2


def test_a_new_session_can_be_asked_for(ask: Ask) -> None:
    first = ask()
    first.reads(ANSWER)
    first.dies()
    other = ask("--topic", "cnn")
    assert "1 of" in other.reads(ANSWER)
    other.dies()
    fresh = ask("--new")
    assert "1 of 10" in fresh.reads(ANSWER)


def test_an_answer_taken_back_does_not_count(ask: Ask, log: Log) -> None:
    session = ask("detach-constant")
    session.answers("6")
    assert [review.correct for review in log()] == [False]
    session.types("u")
    session.answers("3")
    assert [review.correct for review in log()] == [True]
    session.types("")
    assert session.ends() == 0


def test_what_is_skipped_leaves_no_trace_and_what_is_not_known_returns(ask: Ask, log: Log) -> None:
    session = ask("-n", "2", "--kind", "predict", "--lang", "zh")
    session.reads(ANSWER)
    session.types("跳过")
    session.answers("不会")
    session.types("")
    assert "再答一次" in session.reads(ANSWER).replace("\r\n", "")
    session.types("退出")
    assert session.ends() == 0
    assert [(review.answer, review.correct) for review in log()] == [("", False)]


def test_a_question_said_to_be_wrong_is_kept_with_its_variant(ask: Ask, home: Path) -> None:
    session = ask("detach-constant", "--seed", "7")
    session.answers("6")
    session.types("! it prints 9")
    session.reads("progress --notes")
    session.types("！")
    session.reads("no comment")
    session.types("")
    session.reads("progress --notes")
    with Store.open(readonly=True, file=home / "data" / FILE) as store:
        assert [(n.kind, n.question, n.variant, n.text) for n in store.notes()] == [
            ("wrong", "detach-constant", 7, "it prints 9"),
            ("wrong", "detach-constant", 7, ""),
        ]


def test_why_and_follow_up(ask: Ask, home: Path) -> None:
    session = ask("detach-constant")
    assert "w why not 6?" in session.answers("6")
    session.types("w 5")
    session.reads("not 5")
    session.types("f")
    session.reads("interviewer asks")
    session.types("straight-through estimators", "")
    session.reads("Kept")
    with Store.open(readonly=True, file=home / "data" / FILE) as store:
        (note,) = store.notes()
    assert note.kind == "follow_up" and note.text.endswith("straight-through estimators")


def confirm_points(session: Asked, answer: str, said: str) -> None:
    """Answer an open question, then say which points are there."""
    session.reads(ANSWER)
    session.types(answer, "")
    session.reads("Enter keeps the ticks")
    session.types(said)
    session.reads(NEXT)


def test_the_learner_has_the_last_word_and_the_log_keeps_both(
    ask: Ask, log: Log, home: Path
) -> None:
    confirm_points(ask(OPEN), "It shares weights", "1 2 3 4 5 6")
    (review,) = log()
    assert review.correct and review.found == ("shared",)
    assert review.confirmed is not None and set(review.confirmed) > {"shared"}
    with closing(sqlite3.connect(home / "data" / FILE)) as db:
        rows = db.execute("SELECT correct, confirmed FROM reviews ORDER BY id").fetchall()
    assert rows[0] == (0, "null") and rows[1][0] == 1


@pytest.mark.parametrize(
    ("said", "kept"),
    [("0", 0), ("1,2,3,4", 4), ("１、２", 2), ("yes\r99\r1 3", 2)],
    ids=["none", "commas", "full width", "what is no number is asked again"],
)
def test_the_learner_s_word_replaces_the_ticks_however_it_is_typed(
    ask: Ask, log: Log, said: str, kept: int
) -> None:
    confirm_points(ask(OPEN, LANG="C.UTF-8"), "It shares weights", said)
    (review,) = log()
    assert review.found == ("shared",)
    assert review.confirmed is not None and len(review.confirmed) == kept
    assert review.correct is (kept >= 4)


def test_ticks_that_are_kept_are_confirmed_too(ask: Ask, log: Log) -> None:
    confirm_points(ask(OPEN), "It shares weights", "")
    (review,) = log()
    assert review.found == review.confirmed == ("shared",) and not review.correct


def test_an_answer_is_kept_even_if_it_was_never_confirmed(ask: Ask, log: Log) -> None:
    session = ask(OPEN)
    session.reads(ANSWER)
    session.types("It shares weights", "and has a hidden state", "")
    session.reads("Enter keeps the ticks")
    session.child.sendintr()
    assert session.ends() == 130
    (review,) = log()
    assert review.answer.splitlines() == ["It shares weights", "and has a hidden state"]
    assert review.confirmed is None


def test_an_open_answer_can_be_written_in_an_editor(ask: Ask, log: Log, tmp_path: Path) -> None:
    editor = tmp_path / "my editor"
    editor.write_text(
        '#!/bin/sh\nprintf "多行\\n\\nshares weights\\n" | cat - "$1" > "$1.x"\nmv "$1.x" "$1"\n'
    )
    editor.chmod(0o755)
    session = ask(OPEN, EDITOR=f"'{editor}'", VISUAL="")
    session.reads(ANSWER)
    session.types("e")
    session.reads("Enter keeps the ticks")
    (review,) = log()
    assert review.answer == "多行\n\nshares weights"


@pytest.mark.parametrize("editor", ["true", "/no/such/editor", "'"])
def test_an_editor_that_yields_nothing_leaves_the_question_open(
    ask: Ask, log: Log, editor: str
) -> None:
    session = ask(OPEN, EDITOR=editor, VISUAL="", PATH="/nowhere" if editor == "'" else "/usr/bin")
    session.reads(ANSWER)
    session.types("e")
    session.reads("> ")
    session.types("d")
    session.reads(NEXT)
    assert [review.answer for review in log()] == [""]


def test_a_numeric_question_returns_with_other_numbers(ask: Ask, log: Log) -> None:
    session = ask("--kind", "numeric", "-n", "1")
    session.answers("d")
    session.types("")
    session.answers("d")
    session.types("")
    assert session.ends() == 0
    one, two = log()
    assert one.question == two.question
    from quizkit.bank import load
    from quizkit.bank.variants import draw

    question: Any = load().question(one.question)
    assert draw(question, one.variant) != draw(question, two.variant)


def test_chinese_is_typed_and_edited_with_backspace(ask: Ask, log: Log) -> None:
    session = ask(OPEN, "--lang", "zh", LANG="C.UTF-8")
    session.reads(ANSWER)
    session.child.send("共享权重错误\x7f\x7f\r")
    session.types("")
    session.reads("回车保持不变")
    assert log()[0].answer == "共享权重"


def test_the_first_question_in_colour_imports_nothing_heavy(
    quizkit: Any, root: Path, tmp_path: Path
) -> None:
    quizkit("list")
    told = tmp_path / "imports.txt"
    command = f"{sys.executable} -X importtime -m quizkit ask detach-constant 2> {told}"
    path = os.pathsep.join([str(root), str(root / "reference")])
    child = pexpect.spawn("/bin/sh", ["-c", command], encoding="utf-8", timeout=60,
                          env=dict(os.environ) | {"PYTHONPATH": path, "TERM": "xterm"})  # fmt: skip
    child.expect("> ")
    assert "\x1b[35m" in child.before, "a keyword has its colour"
    child.sendline("q")
    child.expect(pexpect.EOF)
    found = re.findall(r"^import time:.*\|\s*([\w.]+)\s*$", told.read_text(), re.MULTILINE)
    tops = {name.partition(".")[0] for name in found}
    heavy = {
        "rich",
        "pygments",
        "numpy",
        "pytest",
        "torch",
        "yaml",
        "msgspec",
        "fsrs",
        "hypothesis",
    }
    assert "quizkit" in tops and tops & heavy == set()
