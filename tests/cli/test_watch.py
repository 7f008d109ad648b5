"""`grade --watch` on a terminal and in a pipe: saves, keys, and how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pexpect
import pytest

WAIT = 60  # no turn takes this long; a test that gets here hangs
KEYS = "q quit"  # the last words of every turn
Open = Callable[..., "pexpect.spawn[str]"]


@pytest.fixture
def answers(root: Path) -> dict[str, str]:
    """Submissions of `embedding` by name."""
    folder = root / "exercises" / "embedding"
    files = {"right": "solution_numpy", "rows": "wrong/overwritten_rows_numpy",
             "bias": "wrong/bias_gradient_mean_numpy"}  # fmt: skip
    return {
        name: f"# quizkit: embedding numpy\n{(folder / f'{file}.py').read_text('utf-8')}"
        for name, file in files.items()
    }


@pytest.fixture
def environment(root: Path, home: Path, tmp_path: Path) -> dict[str, str]:
    """The program's environment; its temporary files have a folder of their own."""
    (tmp_path / "tmp").mkdir()
    path = os.pathsep.join([str(root), str(root / "reference")])
    return {**os.environ, "PYTHONPATH": path, "NO_COLOR": "1", "TMPDIR": str(tmp_path / "tmp")}


@pytest.fixture
def watch(environment: dict[str, str], answers: dict[str, str]) -> Iterator[Open]:
    """`watch("--no-record")`: the program over `embedding.py`, which is wrong in its rows."""
    Path("embedding.py").write_text(answers["rows"], encoding="utf-8")
    opened = []

    def start(*arguments: str, **more: str) -> Any:
        command = ["-m", "quizkit", "grade", "embedding.py", "--watch", *arguments]
        child = pexpect.spawn(sys.executable, command, timeout=WAIT, encoding="utf-8",
                              env=environment | more, dimensions=(50, 80))  # fmt: skip
        opened.append(child)
        return child

    yield start
    for child in opened:
        child.close(force=True)


def ended(child: Any) -> int:
    """The exit code."""
    child.expect(pexpect.EOF)
    child.close()
    return int(child.exitstatus)


def replace(text: str) -> None:
    """Save as editors do that write beside and rename."""
    Path("beside").write_text(text, encoding="utf-8")
    os.replace("beside", "embedding.py")


def test_a_save_is_graded_and_compared_with_the_last_run(
    watch: Open, answers: dict[str, str]
) -> None:
    child = watch()
    child.expect("attempt 1 .*rejected")
    child.expect(KEYS)
    replace(answers["bias"])
    child.expect("attempt 2 .*rejected")
    child.expect("Since attempt 1")
    child.expect(KEYS)
    Path("embedding.py").write_text(answers["right"], encoding="utf-8")
    child.expect("ACCEPTED")
    child.expect(KEYS)
    child.send("q")
    assert ended(child) == 0


def test_without_a_record_runs_are_compared_all_the_same(
    watch: Open, answers: dict[str, str], quizkit: Any
) -> None:
    child = watch("--no-record")
    child.expect(KEYS)
    replace(answers["bias"])
    child.expect("Since the last run: .*FAIL")
    child.expect(KEYS)
    child.send("q")
    assert ended(child) == 0
    assert quizkit("progress", "--json").json["exercises"] == []


def test_a_file_that_goes_and_comes_back_or_is_no_program_ends_nothing(
    watch: Open, answers: dict[str, str]
) -> None:
    child = watch()
    child.expect(KEYS)
    os.unlink("embedding.py")
    child.expect("is gone; waiting")
    Path("embedding.py").write_text("")
    child.expect("--exercise|empty")
    child.expect(KEYS)
    Path("embedding.py").write_text("# quizkit: embedding numpy\ndef f(:\n")
    child.expect("invalid")
    child.expect(KEYS)
    os.unlink("embedding.py")
    replace(answers["right"])
    child.expect("ACCEPTED")
    child.send("q")
    assert ended(child) == 0


def test_hint_and_again_by_single_keys_of_an_input_method(watch: Open) -> None:
    child = watch()
    child.expect(KEYS)
    child.send("ｈ")
    child.expect("About your last failure")
    child.expect(KEYS)
    child.send("\x1b[A\x1b[15~\r")
    child.expect("attempt 2 ")
    child.expect(KEYS)
    child.send("q")
    assert ended(child) == 0


def test_next_begins_the_next_exercise_and_watches_its_file(watch: Open) -> None:
    child = watch()
    child.expect(KEYS)
    child.send("n")
    child.expect(r"(\w+)\.py   n next exercise.*" + KEYS)
    name = child.match[1]
    assert name != "embedding"
    source = Path(f"{name}.py").read_text(encoding="utf-8")
    assert source.startswith(f"# quizkit: {name} numpy\n")
    replaced = Path(f"{name}.py.new")
    replaced.write_text(source + "\n", encoding="utf-8")
    replaced.rename(f"{name}.py")
    child.expect(f"{name} +numpy.*attempt 1")
    child.expect(KEYS)
    child.send("q")
    assert ended(child) == 0


def test_the_keys_are_named_in_chinese(watch: Open) -> None:
    child = watch("--lang", "zh")
    child.expect("下一题   h 提示   回车 再评一次   q 退出")
    child.send("q")
    assert ended(child) == 0


def settings_of(child: Any) -> list[Any]:
    """The terminal's settings."""
    return termios.tcgetattr(child.child_fd)


def test_the_terminal_is_left_as_it_was(watch: Open) -> None:
    child = watch()
    before = settings_of(child)
    child.expect(KEYS)
    assert settings_of(child)[3] != before[3], "single keys, no echo"
    child.send("q")
    child.expect(pexpect.EOF)
    assert settings_of(child)[3] == before[3]


@pytest.mark.parametrize("when", ["waiting", "grading"])
def test_ctrl_c_is_130_and_leaves_nothing_behind(watch: Open, when: str, tmp_path: Path) -> None:
    child = watch(*(["--timeout", "600"] if when == "grading" else []))
    before = settings_of(child)
    child.expect(KEYS)
    if when == "grading":
        replace("# quizkit: embedding numpy\nprint('begun')\nwhile True: pass\n")
        child.expect("-- .*embedding.py")
    child.sendintr()
    child.expect("Stopped.")
    child.expect(pexpect.EOF)
    assert settings_of(child)[3] == before[3]
    child.close()
    assert child.exitstatus == 130
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_request_to_end_restores_the_terminal(watch: Open) -> None:
    child = watch()
    before = settings_of(child)
    child.expect(KEYS)
    child.kill(signal.SIGTERM)
    child.expect(pexpect.EOF)
    assert settings_of(child)[3] == before[3]
    child.close()
    assert child.exitstatus == 128 + signal.SIGTERM


def test_in_a_pipe_keys_are_lines_and_the_screen_is_plain(
    environment: dict[str, str], answers: dict[str, str]
) -> None:
    Path("embedding.py").write_text(answers["right"], encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "quizkit", "grade", "embedding.py", "--watch"],
        input="提示\n\nquit\n", text=True, capture_output=True, timeout=WAIT,
        env=environment | {"TERM": "xterm-256color"}, check=False,
    )  # fmt: skip
    assert (done.returncode, "\x1b" in done.stdout) == (0, False), done
    assert done.stdout.count("ACCEPTED") == 2 and "Hint 1 of" in done.stdout
    assert "q quit" in done.stderr and "q quit" not in done.stdout


@pytest.mark.parametrize("more", [("--json",), ("--all",), ("two.py",), ("--output", "report")])
def test_one_file_on_the_screen_and_nothing_else(quizkit: Any, more: tuple[str, ...]) -> None:
    for name in ("embedding.py", "two.py"):
        Path(name).write_text("# quizkit: embedding numpy\n")
    if "--all" in more:
        for name in ("mlp", "cnn"):
            quizkit("start", name, "-f", "numpy")
    ran = quizkit("grade", *([] if "--all" in more else ["embedding.py"]), "--watch", *more)
    assert (ran.code, ran.stdout) == (2, "") and "--watch" in ran.stderr
