"""A storm of keys, resizes, Ctrl-C and kills: no answer is lost, none invented."""

from __future__ import annotations

import random
import re
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pexpect
import pytest

from quizkit.model import Review
from quizkit.progress import FILE

from .conftest import Ask, Asked

QUESTIONS = 50
MOST_STEPS = 400
PROMPT = re.compile(r"> \Z|(?:\[y/N\]|[:：?？)）]) \Z")
KEYS = ["", "s", "d", "dk", "u", "f", "w", "!", "? ", "？", "跳过", "不会", "w B", "+", "n", "e",
        "\x15", "\t", "\x1b[A", "！ 有误"]  # fmt: skip
ANSWERS = ["A", "b", "a, c", "3", "3.0", "RuntimeError", "2: x = 1", "约 1024 KB", "the graph is dynamic",
           "梯度相加", "nonsense", "-1e999", "'", "x" * 300]  # fmt: skip


def prompted(child: pexpect.spawn) -> bool:  # type: ignore[type-arg]
    """Wait for a prompt; False at the end of the program."""
    return bool(child.expect([PROMPT, pexpect.EOF]) == 0)


@pytest.mark.parametrize("seed", range(2))
def test_nothing_typed_is_lost_or_invented(
    ask: Ask, log: Callable[[], list[Review]], home: Path, seed: int
) -> None:
    """Every answer in the log was typed by us, and every one that was judged is in the log."""
    dice = random.Random(seed)
    env = {"EDITOR": "true", "VISUAL": ""}
    session: Asked = ask("-n", str(QUESTIONS), **env)
    typed: set[str] = {""}
    judged = restarts = lines = 0
    for _ in range(MOST_STEPS):
        if not prompted(session.child):
            break
        shown = str(session.child.before) + str(session.child.after)
        judged += bool(re.search(r"^(Right|Not quite)\.\s*$", shown, re.MULTILINE))
        what = dice.random()
        if what < 0.06:
            before = log()
            if what < 0.04:
                session.child.sendintr()
                assert session.ends() in (130, -1), shown
            else:
                session.child.kill(signal.SIGKILL)
                session.dies()
            assert log()[: len(before)] == before, "what ended the program changed nothing"
            restarts += 1
            session = ask(**env)
            continue
        if what < 0.12:
            session.child.setwinsize(dice.randrange(5, 60), dice.randrange(20, 200))
        line = dice.choice(KEYS if dice.random() < 0.4 else ANSWERS)
        typed.add(line.strip())
        lines += 1
        session.types(line)
    session.dies()
    with closing(sqlite3.connect(home / "data" / FILE)) as db:
        rows = db.execute("SELECT DISTINCT at, answer FROM reviews").fetchall()
    assert judged >= 20 and restarts >= 2, "the storm was none"
    assert len(rows) >= judged, "every answer that was judged is in the log"
    assert len({at for at, _ in rows}) == len(rows) <= lines, "each once"
    for _, answer in rows:
        assert all(line.strip() in typed for line in answer.split("\n")), repr(answer)
    assert {(review.at, review.answer) for review in log()} <= set(rows)
