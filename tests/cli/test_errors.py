"""What goes wrong at the command line: one clear message and the right exit code."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Quizkit = Callable[..., Any]
CHINESE = range(0x4E00, 0x9FFF)

# arguments, exit code, a part of the English message
USAGE: list[tuple[tuple[str, ...], int, str]] = [
    (("show", "zzzzzz"), 2, "`zzzzzz`"),
    (("show", "embeding"), 2, "Did you mean: embedding"),
    (("solve", "zzzzzz"), 2, "`zzzzzz`"),
    (("hint", "zzzzzz"), 2, "`zzzzzz`"),
    (("reset", "zzzzzz"), 2, "`zzzzzz`"),
    (("start", "zzzzzz"), 2, "`zzzzzz`"),
    (("ask", "zzzzzz", "--answer", "1"), 2, "`zzzzzz`"),
    (("start", "detach-constant"), 2, "quizkit ask detach-constant"),
    (("hint", "detach-constant"), 2, "question"),
    (("ask", "embedding", "--answer", "1"), 2, "quizkit start embedding"),
    (("grade", "nothing.py"), 2, "`nothing.py`"),
    (("grade", "embedding"), 2, "`embedding.py`"),
    (("grade", "zzzzzz"), 2, "`zzzzzz`"),
    (("grade", "folder.py"), 2, "folder"),
    (("grade", "thing.py"), 2, "--exercise"),
    (("grade", "huge.py"), 2, "bytes"),
    (("grade",), 2, "quizkit start"),
    (("grade", "--all"), 2, "quizkit start"),
    (("grade", "thing.py", "-e", "embedding", "-f", "jax"), 2, "`jax`"),
    (("grade", "numpy.py", "-f", "torch"), 2, "numpy.py"),
    (("grade", "numpy.py", "-e", "mlp"), 2, "embedding"),
    (("grade", "numpy.py", "--memory", "lots"), 2, "512M"),
    (("grade", "numpy.py", "--format", "odd"), 2, "--format"),
    (("grade", "numpy.py", "--seed", "x"), 2, "'x'"),
    (("grade", "--bogus"), 2, "--bogus"),
    (("list", "--topic", "zzzzzz"), 2, "`zzzzzz`"),
    (("ask", "--kind", "odd"), 2, "--kind"),
    (("ask", "--count", "0"), 2, "0"),
    (("ask",), 2, "--answer"),
    (("ask", "--answer", "1"), 2, "quizkit list"),
    (("ask", "-l", "guru"), 2, "junior, mid, senior"),
    (("config", "odd", "1"), 2, "`odd`"),
    (("config", "lang", "fr"), 2, "`fr`"),
    (("config", "interview", "soon"), 2, "YYYY-MM-DD"),
    (("list", "--lang", "fr"), 2, "en, zh"),
    (("test",), 2, "quizkit grade"),
    (("grde",), 2, "quizkit grade"),
    (("lst",), 2, "quizkit list"),
    (("zzzzzz",), 2, "quizkit -h"),
    (("bank", "check", "nowhere"), 2, "`nowhere`"),
]
IDS = [" ".join(arguments) for arguments, _, _ in USAGE]


@pytest.fixture
def folder(home: Path) -> Path:
    """The working folder, with files of the wrong kind in it."""
    work = Path.cwd()
    (work / "folder.py").mkdir()
    (work / "thing.py").write_text("x = 1\n")
    (work / "numpy.py").write_text("# quizkit: embedding numpy\nx = 1\n")
    (work / "huge.py").write_bytes(b"#" * (2 << 20))
    return work


def is_chinese(text: str) -> bool:
    return any(ord(char) in CHINESE for char in text)


@pytest.mark.parametrize(("arguments", "code", "part"), USAGE, ids=IDS)
def test_a_wrong_command_line_gets_one_message(
    quizkit: Quizkit, folder: Path, arguments: tuple[str, ...], code: int, part: str
) -> None:
    ran = quizkit(*arguments, env={"NO_COLOR": "1"})
    assert ran.code == code, ran
    assert ran.stdout == ""
    assert part in ran.stderr
    assert len(ran.stderr.strip().splitlines()) == 1, ran.stderr


SOME = [USAGE[0], USAGE[1], USAGE[7], USAGE[10], USAGE[13], USAGE[14], USAGE[16], USAGE[33]]


@pytest.mark.parametrize(("arguments", "code", "part"), SOME, ids=[" ".join(s[0]) for s in SOME])
def test_the_same_in_chinese(
    quizkit: Quizkit, folder: Path, arguments: tuple[str, ...], code: int, part: str
) -> None:
    ran = quizkit(*arguments, "--lang", "zh")
    assert (ran.code, ran.stdout) == (code, "")
    assert is_chinese(ran.stderr) and len(ran.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "source"),
    [("empty", b""), ("binary", bytes(range(256)) * 8), ("latin", b"# \xe9\nx = 1\n"),
     ("syntax", b"def (:\n")],
)  # fmt: skip
def test_a_file_that_is_no_program_is_graded_as_invalid(
    quizkit: Quizkit, folder: Path, name: str, source: bytes
) -> None:
    (folder / "embedding_numpy.py").write_bytes(source)
    ran = quizkit("grade", "embedding_numpy.py", "--json")
    assert (ran.code, ran.json["verdict"]) == (1, "invalid")
    assert {check["outcome"] for check in ran.json["checks"]} == {"not_checked"}
    assert ran.json["message"]


def test_an_unreadable_settings_file_is_named(quizkit: Quizkit, home: Path) -> None:
    (home / "config").mkdir(parents=True)
    (home / "config" / "config.json").write_text("{not json")
    ran = quizkit("list")
    assert (ran.code, ran.stdout) == (2, "")
    assert str(home / "config" / "config.json") in ran.stderr


@pytest.fixture
def broken_bank(home: Path) -> Path:
    """A bank of someone else's with a fault on line 3 of its only file."""
    bank = Path.cwd() / "theirs"
    (bank / "questions").mkdir(parents=True)
    (bank / "questions" / "autograd.yaml").write_text(
        "topic: autograd\nquestions:\n- {id: Bad Id, kind: choice}\n", encoding="utf-8"
    )
    return bank


def test_a_broken_bank_of_others_is_said_with_file_and_line(
    quizkit: Quizkit, broken_bank: Path
) -> None:
    assert quizkit("config", "banks", broken_bank).code == 0
    ran = quizkit("list", "--json")
    assert "autograd.yaml:3" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert ran.code == 0 and ran.json["questions"], "what is not broken goes on working"


def test_checking_a_broken_bank_is_exit_3(quizkit: Quizkit, broken_bank: Path) -> None:
    ran = quizkit("bank", "check", broken_bank)
    assert ran.code == 3
    assert "autograd.yaml:3" in ran.stdout + ran.stderr


def test_a_bank_that_is_not_there_is_said(quizkit: Quizkit, home: Path) -> None:
    quizkit("config", "banks", home / "nowhere")
    ran = quizkit("list")
    assert "nowhere" in ran.stderr
    assert ran.code == 0 and "Traceback" not in ran.stderr


@pytest.fixture
def no_data(quizkit: Quizkit, home: Path) -> Path:
    """A file where the folder of the progress should be: nobody can write there, not even root."""
    home.mkdir(exist_ok=True)
    (home / "data").write_text("in the way")
    return home / "data"


def test_without_a_place_for_progress_a_right_answer_is_right(
    quizkit: Quizkit, no_data: Path
) -> None:
    ran = quizkit("ask", "detach-constant", "--answer", "3")
    assert ran.code == 0
    assert "Right" in ran.stdout
    assert ran.stderr.count("could not be recorded") == 1


def test_without_a_place_for_progress_a_verdict_stands(
    quizkit: Quizkit, no_data: Path, root: Path
) -> None:
    solution = root / "exercises" / "embedding" / "solution_numpy.py"
    ran = quizkit("grade", solution, "-e", "embedding", "-f", "numpy", "--json")
    assert (ran.code, ran.json["verdict"]) == (0, "accepted")
    assert "could not be recorded" in ran.stderr
    assert len(ran.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "arguments", [("list",), ("progress",), ("hint", "embedding"), ("show", "embedding"), ()]
)
def test_without_a_place_for_progress_the_rest_goes_on(
    quizkit: Quizkit, no_data: Path, arguments: tuple[str, ...]
) -> None:
    ran = quizkit(*arguments)
    assert ran.code == 0 and ran.stdout
    assert "Traceback" not in ran.stderr
    assert len(ran.stderr.strip().splitlines()) <= 2


def test_a_corrupt_progress_file_is_warned_about_and_kept(quizkit: Quizkit, home: Path) -> None:
    (home / "data").mkdir(parents=True)
    file = home / "data" / "progress.sqlite3"
    file.write_bytes(b"not a database" * 100)
    for arguments in (("list",), ("ask", "detach-constant", "--answer", "3")):
        ran = quizkit(*arguments)
        assert ran.code == 0 and ran.stdout
        assert "progress.sqlite3" in ran.stderr and "Traceback" not in ran.stderr
        wanted = "could not be recorded:" if arguments[0] == "ask" else "could not be read:"
        assert wanted in ran.stderr
    assert file.read_bytes() == b"not a database" * 100


def test_an_interpreter_that_is_none_is_named(quizkit: Quizkit, folder: Path) -> None:
    ran = quizkit("grade", "numpy.py", "--python", "/no/such/python", "--json")
    assert ran.code == 2
    assert "`/no/such/python`" in ran.stderr


@pytest.mark.parametrize("seed", ["99999999999999999999999", "9223372036854775807"])
def test_a_very_large_seed_is_used_or_refused(quizkit: Quizkit, folder: Path, seed: str) -> None:
    ran = quizkit("grade", "numpy.py", "--seed", seed)
    assert ran.code == (2 if len(seed) > 19 else 1)
    assert "Traceback" not in ran.stderr


def test_a_report_that_cannot_be_written_is_said(quizkit: Quizkit, folder: Path) -> None:
    ran = quizkit("grade", "numpy.py", "--output", "no/such/folder/report.txt")
    assert (ran.code, ran.stdout) == (2, "")
    assert "no/such/folder" in ran.stderr


def test_a_wrong_json_verdict_is_still_json(quizkit: Quizkit, folder: Path) -> None:
    ran = quizkit("grade", "numpy.py", "-j", "--lang", "zh")
    assert ran.code == 1
    told = json.loads(ran.stdout)
    assert told["verdict"] == "invalid" and is_chinese(told["message"])
