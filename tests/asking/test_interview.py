"""A mock interview at the terminal: no feedback until the end, nothing lost, a report that stays."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pexpect
import pytest

from quizkit.model import Review
from quizkit.progress import FILE, Store
from quizkit.quiz.mock import Mock

from .conftest import Ask, Asked

Quizkit = Callable[..., Any]
PROMPT = r"(?:> |clock\. |ticks\): |\[y/N\] )\Z"


def stored(home: Path) -> list[tuple[bool, Mock]]:
    with Store.open(readonly=True, file=home / "data" / FILE) as store:
        return [(done, Mock.load(state)) for _, done, state in store.mocks()]


def led(session: Asked, answer: Callable[[str], str]) -> str:
    """Answer every prompt with `answer(what was shown)`; all that was shown."""
    shown = ""
    while session.child.expect([re.compile(PROMPT), pexpect.EOF]) == 0:
        part = str(session.child.before) + str(session.child.after)
        shown += part
        session.types(answer(part))
    return shown + str(session.child.before)


def test_an_interview_with_exercises_is_graded_at_the_end(
    ask: Ask, quizkit: Quizkit, home: Path, log: Callable[[], list[Review]]
) -> None:
    def answer(shown: str) -> str:
        if "Enter hands it in" in shown:
            name = re.findall(r"Edit (\S+)\.py", shown)[-1]
            raw = quizkit("solve", name, "-f", "numpy", "--raw").stdout
            Path(f"{name}.py").write_text(raw, encoding="utf-8")
            return ""
        last = shown.splitlines()[-1]
        return "" if last.strip() != ">" or "empty line ends it" in shown else "dk"

    session = ask("--minutes", "45", "--seed", "7", "-f", "numpy", command="mock")
    shown = led(session, answer)
    before_the_end = shown.split("Grading")[0]
    assert "Not quite" not in before_the_end and "expected:" not in before_the_end
    ((done, mock),) = stored(home)
    assert done and [task.verdict for task in mock.coding] == ["accepted", "accepted"], shown
    assert shown.count("100%") >= 2 and "Missed" in shown
    assert len(log()) == len(mock.questions), "what was asked is in the log"
    told = quizkit("mock", "--report", "--json").json
    assert told["asked"] == len(mock.questions) and told["before"] is None
    assert quizkit("mock", "--report").stdout.strip() in shown.replace("\r\n", "\n")


def test_one_that_was_killed_goes_on_and_the_next_is_compared_with_it(
    ask: Ask, quizkit: Quizkit, home: Path
) -> None:
    session = ask("--minutes", "8", "--seed", "3", command="mock")
    session.reads(r"clock\. ")
    session.types("")
    session.reads("Question 1 of")
    session.reads("> ")
    session.types("dk")
    session.reads(r"Question 2 of|> \Z")
    session.child.kill(signal.SIGKILL)
    session.dies()
    again = ask("--minutes", "8", command="mock")
    again.reads("Going on with the interview")
    again.reads("> ")
    again.types("q")
    assert "seed 3" in again.reads("Next")
    ((done, first),) = stored(home)
    assert done and first.seed == 3
    other = ask("--minutes", "8", "--seed", "4", command="mock")
    shown = led(other, lambda part: "q" if "Question" in part else "")
    assert "The last one at this level" in shown


def test_the_same_seed_plans_the_same_interview(quizkit: Quizkit) -> None:
    one, two = (quizkit("mock", "--seed", "7", "-l", "senior", "--json").json for _ in range(2))
    assert one == two and one["level"] == "senior"
    assert quizkit("mock", "--seed", "8", "--json").json["questions"] != one["questions"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("--level", "guru"), "junior, mid, senior"), (("--report",), "quizkit mock"),
     ((), "terminal"), (("--minutes", "1"), "5")],
)  # fmt: skip
def test_what_cannot_be_done_is_said(
    quizkit: Quizkit, arguments: tuple[str, ...], said: str
) -> None:
    ran = quizkit("mock", *arguments)
    assert (ran.code, ran.stdout) == (2, "") and said in ran.stderr
