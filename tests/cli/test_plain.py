"""How things are printed: languages, locales, pipes, terminals, colours."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

Quizkit = Callable[..., Any]
ESCAPE = "\x1b"
SHOWN: list[tuple[str, ...]] = [
    (), ("list",), ("show", "embedding"), ("show", "detach-constant"), ("solve", "embedding"),
    ("solve", "detach-constant"), ("progress",), ("config",), ("hint", "embedding"),
    ("ask", "detach-constant", "--answer", "3"), ("start", "embedding", "-f", "numpy"),
]  # fmt: skip
IDS = [" ".join(arguments) or "home" for arguments in SHOWN]
COMMANDS = ["ask", "list", "show", "start", "grade", "hint", "solve", "mock", "plan", "progress", "reset", "config",
            "bank", "doctor", "demo"]  # fmt: skip


def is_chinese(text: str) -> bool:
    return any(0x4E00 <= ord(char) <= 0x9FFF for char in text)


def without_sample(text: str) -> str:
    """The English home screen says how to get Chinese."""
    return text.replace("中文", "")


@pytest.mark.parametrize("arguments", SHOWN, ids=IDS)
def test_english_is_english_and_chinese_is_chinese(
    quizkit: Quizkit, arguments: tuple[str, ...]
) -> None:
    env = {"TERM": "xterm-256color"}
    english = quizkit(*arguments, "--lang", "en", env=env)
    if arguments[:1] == ("start",):
        os.unlink("embedding.py")
    chinese = quizkit("--lang=zh", *arguments, env=env)
    assert (english.code, chinese.code) == (0, 0), chinese
    assert ESCAPE not in english.stdout + chinese.stdout, "a pipe gets plain text"
    assert english.stdout and not is_chinese(without_sample(english.stdout))
    assert is_chinese(chinese.stdout)


@pytest.mark.parametrize("arguments", SHOWN, ids=IDS)
def test_a_terminal_of_few_characters_gets_what_it_can_show(
    quizkit: Quizkit, arguments: tuple[str, ...]
) -> None:
    plain = {"PYTHONIOENCODING": "ascii", "LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0"}
    ran = quizkit(*arguments, "--lang", "zh", env=plain)
    assert ran.code == 0, ran
    assert ran.stdout.isascii() and "Traceback" not in ran.stderr


def test_a_chinese_windows_code_page_gets_chinese(quizkit: Quizkit) -> None:
    ran = quizkit("show", "embedding", "--lang", "zh", env={"PYTHONIOENCODING": "gbk"})
    assert ran.code == 0 and "\ufffd" in ran.stdout, "it is GBK, not UTF-8"


def test_json_loses_nothing_in_an_ascii_locale(quizkit: Quizkit) -> None:
    plain = {"PYTHONIOENCODING": "ascii", "LANG": "C", "LC_ALL": "C"}
    ascii_, utf8 = (quizkit("list", "--json", "--lang", "zh", env=e) for e in (plain, {}))
    assert ascii_.json == utf8.json
    assert is_chinese(ascii_.json["exercises"][0]["title"])


def test_a_verdict_as_json_loses_nothing_in_an_ascii_locale(quizkit: Quizkit) -> None:
    Path("embedding.py").write_text("x = 1\n")
    plain = {"PYTHONIOENCODING": "ascii", "LANG": "C", "LC_ALL": "C"}
    ran = quizkit("grade", "embedding.py", "-f", "numpy", "-j", "--lang", "zh", env=plain)
    assert is_chinese(ran.json["message"])


@pytest.mark.parametrize(
    ("env", "option", "setting", "chinese"),
    [({"LANG": "zh_CN.UTF-8"}, None, None, True), ({"LANG": "en_US.UTF-8"}, None, None, False),
     ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, None, None, False),
     ({"LANG": "zh_CN.UTF-8"}, None, "en", False), ({}, None, "zh", True),
     ({"QUIZKIT_LANG": "en"}, None, "zh", False), ({"QUIZKIT_LANG": "zh"}, None, None, True),
     ({"QUIZKIT_LANG": "zh"}, "en", "zh", False), ({"QUIZKIT_LANG": "en"}, "zh", "en", True)],
)  # fmt: skip
def test_the_language_is_option_then_variable_then_setting_then_locale(
    quizkit: Quizkit, env: dict[str, str], option: str | None, setting: str | None, chinese: bool
) -> None:
    if setting:
        assert quizkit("config", "lang", setting).code == 0
    ran = quizkit("progress", *(["--lang", option] if option else []), env=env)
    assert is_chinese(ran.stdout) == chinese


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(quizkit: Quizkit, name: str) -> None:
    ran = quizkit(name, "-h" if name < "h" else "--help")
    assert ran.code == 0
    inner = quizkit("bank", "check", "-h").stdout if name == "bank" else ""
    assert f"quizkit {name}" in ran.stdout + inner
    assert "Example" in ran.stdout + inner
    assert ESCAPE not in ran.stdout


def test_the_help_lists_every_command(quizkit: Quizkit) -> None:
    ran = quizkit("-h")
    assert ran.code == 0
    assert [name for name in COMMANDS if f" {name} " not in ran.stdout] == []


def test_home_is_short_and_says_what_to_do(quizkit: Quizkit) -> None:
    ran = quizkit()
    assert ran.code == 0
    assert len(ran.stdout.splitlines()) <= 20
    for command in ("quizkit ask", "quizkit start", "quizkit list"):
        assert command in ran.stdout


def unread(root: Path, *arguments: str, **env: str) -> tuple[int, str]:
    """(exit code, standard error) of a run whose standard output nobody reads."""
    reader, writer = os.pipe()
    os.close(reader)
    path = os.pathsep.join([str(root), str(root / "reference")])
    try:
        done = subprocess.run(
            [sys.executable, "-m", "quizkit", *arguments], stdout=writer, stderr=subprocess.PIPE,
            text=True, env=os.environ | {"PYTHONPATH": path} | env, timeout=120, check=False,
        )  # fmt: skip
    finally:
        os.close(writer)
    return done.returncode, done.stderr


@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("list", "--json"), 0), (("list",), 0), (("progress",), 0), (("show", "embedding"), 0),
     (("ask", "detach-constant", "--answer", "3"), 0),
     (("ask", "detach-constant", "--answer", "6"), 1), (("grade", "bad.py"), 1)],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else str(given),
)  # fmt: skip
def test_a_reader_that_stops_early_changes_no_exit_code(
    quizkit: Quizkit, root: Path, arguments: tuple[str, ...], code: int, unbuffered: str
) -> None:
    Path("bad.py").write_text("# quizkit: embedding numpy\nx = 1\n")
    assert unread(root, *arguments, PYTHONUNBUFFERED=unbuffered) == (code, "")


class Terminal:
    """The program on a pseudo-terminal."""

    def __init__(self, root: Path, *arguments: str, **env: str) -> None:
        ours, theirs = pty.openpty()
        path = os.pathsep.join([str(root), str(root / "reference")])
        self.process = subprocess.Popen(
            [sys.executable, "-m", "quizkit", *arguments],
            stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
            env=os.environ | {"PYTHONPATH": path, "TERM": "xterm-256color"} | env,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL) and None,
        )  # fmt: skip
        os.close(theirs)
        self.fd = ours
        self.shown = ""

    def read(self, until: str | None = None, seconds: float = 60.0) -> str:
        """What is shown up to `until`, or to the end of the program."""
        deadline = time.monotonic() + seconds
        while until is None or until not in self.shown:
            left = deadline - time.monotonic()
            assert left > 0, f"{until!r} was not shown: {self.shown!r}"
            if not select.select([self.fd], [], [], left)[0]:
                continue
            try:
                part = os.read(self.fd, 65536)
            except OSError:
                break
            if not part:
                break
            self.shown += part.decode("utf-8", "replace")
        return self.shown

    def type(self, text: str) -> None:
        os.write(self.fd, text.encode())

    def end(self) -> int:
        """Read the rest; the exit code."""
        self.read()
        return self.process.wait(60)

    def interrupt(self) -> None:
        """Ctrl-C, pressed again where it got lost: a signal between prompt and read wakes nobody."""
        for _ in range(20):
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(3)
            except subprocess.TimeoutExpired:
                continue
            return

    def close(self) -> None:
        """Leave neither a process nor a descriptor behind."""
        self.process.kill()
        self.process.wait()
        os.close(self.fd)


Open = Callable[..., Terminal]


@pytest.fixture
def terminal(quizkit: Quizkit, root: Path) -> Iterator[Open]:
    """`terminal("ask", NO_COLOR="1")`: the program on a terminal of its own."""
    opened: list[Terminal] = []

    def make(*arguments: str, **env: str) -> Terminal:
        opened.append(Terminal(root, *arguments, **env))
        return opened[-1]

    yield make
    for each in opened:
        each.close()


@pytest.mark.parametrize(
    ("env", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
    ids=["colour", "NO_COLOR", "dumb"],
)
def test_a_terminal_gets_colour_unless_it_is_refused(
    terminal: Open, env: dict[str, str], coloured: bool
) -> None:
    shown = terminal("show", "detach-constant", **env)
    assert shown.end() == 0
    assert (ESCAPE in shown.shown) == coloured


def test_a_session_asks_marks_and_ends(quizkit: Quizkit, terminal: Open) -> None:
    shown = terminal("ask", "detach-constant", NO_COLOR="1")
    shown.read("> ")
    shown.type("3\n")
    shown.read("[Enter]")
    shown.type("\n")
    assert shown.end() == 0
    assert "Right" in shown.shown
    assert quizkit("list", "--json").json["questions"]
    statuses = {q["id"]: q["status"] for q in quizkit("list", "--json").json["questions"]}
    assert statuses["detach-constant"] == "right"


def test_a_session_can_be_left(terminal: Open) -> None:
    shown = terminal("ask", NO_COLOR="1")
    shown.read("> ")
    shown.type("q\n")
    assert shown.end() == 0


def test_interrupting_is_exit_130_and_no_traceback(terminal: Open) -> None:
    shown = terminal("ask", NO_COLOR="1")
    shown.read("> ")
    shown.interrupt()
    assert shown.end() == 130
    assert "Traceback" not in shown.shown


def test_on_a_terminal_an_unsolved_answer_is_shown_only_after_a_yes(terminal: Open) -> None:
    shown = terminal("solve", "embedding", "-f", "numpy", NO_COLOR="1")
    shown.read("?")
    shown.type("n\n")
    shown.end()
    assert "np.add.at" not in shown.shown
