"""What a learner types: keys, answers of one line or several, and texts written in an editor."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Collection
from pathlib import Path

from quizkit.cli import common
from quizkit.model import AnyQuestion, OpenQuestion, PredictQuestion
from quizkit.quiz.keys import Key, Pressed, pressed

PROMPT = "> "
MOST_LINES = 1000
CUT = "-- >8 --"


def take_readline() -> None:
    """Line editing that knows wide characters; plain `input` breaks them on Backspace.

    A pasted text arrives whole, its empty lines included, so that none of it answers what is next.
    """
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401


def key_or_line(allowed: Collection[Key], taken: Collection[str] = ()) -> Pressed | str:
    """One line: the key it is, or itself."""
    line = input(PROMPT)
    return pressed(line, allowed, frozenset(taken)) or line


def answer(
    question: AnyQuestion, allowed: Collection[Key], taken: Collection[str] = ()
) -> Pressed | str:
    """A key, or the answer: one line, or as many as the question wants, up to an empty one."""
    first = input(PROMPT)
    while not first.strip():
        first = input(PROMPT)
    key = pressed(first, allowed, frozenset(taken))
    return key or more(first, lines_wanted(question))


def more(first: str, wanted: int) -> str:
    """`first` and the lines that follow, until there are `wanted` or one is empty."""
    lines = first.splitlines()
    while len(lines) < wanted and lines[-1].strip():
        lines += input(PROMPT).splitlines() or [""]
    return "\n".join(lines).strip()


def lines_wanted(question: AnyQuestion) -> int:
    """How many lines an answer has at most: many for an open one, one for each printed line."""
    if isinstance(question, OpenQuestion):
        return MOST_LINES
    if isinstance(question, PredictQuestion):
        return max(1, len(question.prints.splitlines()) + bool(question.raises))
    return 1


def editor() -> list[str]:
    """The command of the learner's editor; empty where none is set or found."""
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    with contextlib.suppress(ValueError):
        if chosen.strip():
            return shlex.split(chosen)
    return next(([name] for name in ("nano", "vi") if shutil.which(name)), [])


def written(below: str) -> str:
    """What the learner writes in an editor that shows the question `below` a line; may be empty."""
    command = editor()
    if not command:
        common.out(common.say("session.no_editor"))
        return ""
    note = common.say("session.editor_line")
    with tempfile.TemporaryDirectory(prefix="quizkit-") as folder:
        file = Path(folder) / "answer.md"
        file.write_text(f"\n\n{CUT} {note}\n\n{below}\n", encoding="utf-8")
        try:
            subprocess.run([*command, str(file)], check=False)
        except OSError as error:
            why = error.strerror or str(error)
            common.out(common.say("session.editor_failed", editor=command[0], why=why))
            return ""
        text = file.read_text(encoding="utf-8", errors="replace")
    mine = text.split(f"\n{CUT}")[0].strip()
    if not mine or mine.startswith(CUT):
        common.out(common.say("session.editor_empty"))
        return ""
    return mine
