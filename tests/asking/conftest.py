"""Sessions on a pseudo-terminal, and the store they leave behind."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pexpect
import pytest

from quizkit.model import Review
from quizkit.progress import FILE, Store

SECONDS = 60
NEXT = r"\[Enter\][^>]*> "
ANSWER = r"\? (?:keys|按键)\s+> "


class Asked:
    """`quizkit ask ...` on a terminal; `reads` waits for a text, `types` sends a line."""

    def __init__(self, root: Path, *arguments: str, **env: str) -> None:
        path = os.pathsep.join([str(root), str(root / "reference")])
        plain = {"PYTHONPATH": path, "TERM": "xterm", "NO_COLOR": "1", "INPUTRC": "/dev/null"}
        self.child = pexpect.spawn(
            sys.executable, ["-m", "quizkit", *arguments], encoding="utf-8", timeout=SECONDS,
            env=dict(os.environ) | plain | env, dimensions=(50, 80), echo=False,
        )  # fmt: skip
        self.child.delaybeforesend = None

    def reads(self, pattern: str) -> str:
        """What is shown up to `pattern` and with it."""
        self.child.expect(pattern)
        return str(self.child.before) + str(self.child.after)

    def types(self, *lines: str) -> None:
        """Lines, each ended by Enter."""
        for line in lines:
            self.child.send(f"{line}\r")

    def answers(self, text: str) -> str:
        """Wait for the question, answer it, wait for what may follow."""
        shown = self.reads(ANSWER)
        self.types(text)
        return shown + self.reads(NEXT)

    def ends(self) -> int:
        """Read to the end; the exit code."""
        self.child.expect(pexpect.EOF)
        self.child.close()
        return int(self.child.exitstatus if self.child.exitstatus is not None else -1)

    def dies(self) -> None:
        """End it without a chance to say goodbye."""
        self.child.close(force=True)


Ask = Callable[..., Asked]


@pytest.fixture
def ask(quizkit: Any, root: Path) -> Iterator[Ask]:
    """`ask("-n", "3", LANG="zh_CN.UTF-8")`: a session, or another `command`, on a terminal."""
    opened: list[Asked] = []

    def begin(*arguments: str, command: str = "ask", **env: str) -> Asked:
        opened.append(Asked(root, command, *arguments, **env))
        return opened[-1]

    yield begin
    for each in opened:
        each.dies()


@pytest.fixture
def log(home: Path) -> Callable[[], list[Review]]:
    """The answers that count, oldest first."""

    def read() -> list[Review]:
        with Store.open(readonly=True, file=home / "data" / FILE) as store:
            return store.reviews()

    return read
