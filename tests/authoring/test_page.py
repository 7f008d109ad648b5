"""The page for authors, followed to the letter in an empty folder: it ends with a proved exercise."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "exercises" / "README.md").read_text("utf-8")
STEPS = PAGE[PAGE.index("## An exercise, from nothing") : PAGE.index("### 6. Proved")]
BLOCK = re.compile(r"(?:^    .*\n|^\n(?=\n*    ))+", re.M)
FILE = re.compile(r"^# (group-norm/[\w./]+)(, at its end)?\n", re.M)
SURVIVOR = re.compile(r"^FAILED group-norm/solution_numpy.py:10 (\w+)$", re.M)


def follow(place: Path) -> dict[str, str]:
    """Write every file and run every command of the steps; what the commands printed."""
    printed = {}
    folder = place
    for block in map(textwrap.dedent, BLOCK.findall(STEPS)):
        parts = FILE.split(block)
        for name, added, text in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
            with (place / name).open("a" if added else "w", encoding="utf-8") as stream:
                stream.write(text.strip() + "\n")
        for line in re.findall(r"^\$ (.*)$", parts[0], re.M):
            if line.startswith("cd "):
                folder = (folder / line[3:]).resolve()
            else:
                command = line.replace("quizkit ", f"{sys.executable} -m quizkit ", 1)
                env = os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'reference'}"}
                done = subprocess.run(
                    command, shell=True, cwd=folder, env=env, capture_output=True, text=True
                )
                printed[line] = f"{done.stdout}\nexit {done.returncode}"
    return printed


def test_the_page_leads_to_a_proved_exercise(
    tmp_path: Path, home: Path, quizkit: Callable[..., Any]
) -> None:
    place = tmp_path / "mine"
    place.mkdir()
    printed = follow(place)
    survived = printed.pop("quizkit bank check group-norm --mutants")
    for line, text in printed.items():
        assert text.endswith("exit 0"), f"{line}\n{text}"
    assert (
        len(printed) >= 7
        and "0 failed" in printed["quizkit bank check group-norm --mutants --quick"]
    )
    (name,) = SURVIVOR.findall(survived)
    assert survived.count("FAILED") == 1, survived
    shown = [line for line in STEPS.splitlines() if re.match(r" {8}[-+] ", line)]
    assert len(shown) == 2 and all(line.strip() in survived for line in shown), survived
    promoting = ["--promote", name, "--rejected-by", "edge_one_group"]
    ran = quizkit("bank", "check", place / "group-norm", *promoting)
    assert ran.code == 3 and "expected rejected by `edge_one_group`" in ran.stdout
