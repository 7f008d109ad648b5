"""README's first screen: a real session at an 80-column terminal, recorded.

    python .build/recording.py            prints the block
    python .build/recording.py --write    puts it into README.md

The commands run in a pseudo-terminal whose screen pyte keeps. Seeds are given and times evened out,
so the block changes when what the program says does. A test compares.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pexpect
import pyte

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
COLUMNS, LINES = 80, 200
BEGIN, END = "<!-- a recorded session: python .build/recording.py --write -->\n", "<!-- end -->\n"
WRONG = ROOT / "exercises" / "embedding" / "wrong" / "overwritten_rows_numpy.py"
SESSION: Sequence[tuple[str, Sequence[str]]] = (
    ("ask detach-constant --seed 1", ("6", "q")),
    ("grade --seed 21349", ()),
)
TIMES = ((r" +rejected +\d+\.\d s$", "       rejected   0.2 s"), (r"\d{4}-\d\d-\d\d", "2026-12-01"))


def recorded() -> str:
    """The session as README shows it: what was typed and what the screen said, indented."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "work"
        work.mkdir()
        env = dict(os.environ, QUIZKIT_HOME=f"{folder}/home", QUIZKIT_LANG="en", NO_COLOR="1",
                   TERM="xterm", PYTHONIOENCODING="utf-8", COLUMNS=str(COLUMNS))  # fmt: skip
        run("start embedding --framework numpy", (), work, env)
        shutil.copy(WRONG, work / "embedding.py")
        shown = [f"$ quizkit {command}\n{run(command, typed, work, env)}"
                 for command, typed in SESSION]  # fmt: skip
    text = "\n\n".join(shown)
    for pattern, instead in TIMES:
        text = re.sub(pattern, instead, text, flags=re.MULTILINE)
    return "".join(f"    {line}".rstrip() + "\n" for line in text.splitlines())


def run(command: str, typed: Sequence[str], work: Path, env: dict[str, str]) -> str:
    """One command at the terminal, each line of `typed` at a prompt; the screen afterwards."""
    screen = pyte.Screen(COLUMNS, LINES)
    stream = pyte.Stream(screen)
    arguments = ["-m", "quizkit", *command.split()]
    child = pexpect.spawn(
        sys.executable, arguments, cwd=str(work), env=env, dimensions=(LINES, COLUMNS),
        encoding="utf-8", timeout=60,
    )  # fmt: skip
    child.delaybeforesend = None
    for line in typed:
        child.expect(r"> $")
        stream.feed(child.before + child.after)
        child.sendline(line)
    child.expect(pexpect.EOF)
    stream.feed(child.before)
    child.close()
    return "\n".join(line.rstrip() for line in screen.display).strip("\n")


def placed(readme: str, block: str) -> str:
    """README with the block between its marks."""
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{block}\n{END}{after}"


if __name__ == "__main__":
    if "--write" in sys.argv:
        README.write_text(placed(README.read_text("utf-8"), recorded()), "utf-8")
    else:
        print(recorded(), end="")
