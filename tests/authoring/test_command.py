"""`quizkit bank` on the command line: exit codes, both languages, JSON, and Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

Change = Callable[..., Path]
Quizkit = Callable[..., Any]
ROOT = Path(__file__).resolve().parents[2]
ALARM = {"also/left_numpy.py": ["2.0 * x", "2.001 * x"]}
SURVIVOR = {"solution_numpy.py": ["    return x * 2", "    y = x * 1\n    return y * 2"]}


def test_a_proved_bank_exits_with_0(quizkit: Quizkit, changed: Change) -> None:
    ran = quizkit("bank", "check", changed())
    assert (ran.code, ran.stdout) == (0, "6 proved, 0 not proved here, 0 failed\n")
    assert "unconfined" in ran.stderr


def test_a_false_alarm_exits_with_3_and_is_said_in_either_language(
    quizkit: Quizkit, changed: Change
) -> None:
    bank = changed(edits=ALARM)
    ran = quizkit("bank", "check", bank)
    assert ran.code == 3
    assert "FAILED double/also/left_numpy.py" in ran.stdout
    assert "double/also/left_numpy.py: expected accepted, got `forward` (seed 1)" in ran.stdout
    assert "实际：`forward`" in quizkit("bank", "check", bank, "--quick", "--lang", "zh").stdout


def test_json_holds_every_part_of_a_fault(quizkit: Quizkit, changed: Change) -> None:
    told = quizkit("bank", "check", changed(edits=SURVIVOR), "--mutants", "--json").json
    assert told["schema"] == "quizkit.bank_check/1" and told["drafts"] == []
    (fault,) = told["failed"]
    assert fault["subject"] == "double/solution_numpy.py:2 520429"
    assert fault["code"] == "survivor" and fault["diff"].startswith("--- solution_numpy.py")
    assert {"file", "line", "key", "expected", "got", "fix"} <= set(fault)


def test_an_id_that_is_not_there_exits_with_2_and_names_what_is_near(
    quizkit: Quizkit, changed: Change
) -> None:
    ran = quizkit("bank", "check", changed(), "--only", "doubel")
    assert ran.code == 2 and "`doubel`" in ran.stderr and "double" in ran.stderr
    assert quizkit("bank", "check", "nowhere").code == 2


def test_a_fault_of_the_form_is_said_in_either_language(quizkit: Quizkit, changed: Change) -> None:
    bank = changed(edits={"exercise.yaml": ["minutes: 5", "minutes: 0"]})
    ran = quizkit("bank", "check", bank / "double")
    assert ran.code == 3 and "double/exercise.yaml:7: `minutes`: expected" in ran.stdout
    assert "要求" in quizkit("bank", "check", bank, "--only", "double", "--lang", "zh").stdout


def test_a_draft_is_named_and_proved(quizkit: Quizkit, tmp_path: Path) -> None:
    made = quizkit("bank", "new", "exercise", "group-norm", "--bank", tmp_path, "--json").json
    assert made["id"] == "group-norm" and "exercise.yaml" in made["files"]
    ran = quizkit("bank", "check", made["folder"])
    assert ran.code == 0 and "Drafts, not offered to learners: group-norm" in ran.stdout
    assert quizkit("bank", "new", "exercise", "group-norm", "--bank", tmp_path).code == 2


def test_promoting_writes_and_then_checks(quizkit: Quizkit, changed: Change) -> None:
    bank = changed(edits=SURVIVOR)
    ran = quizkit("bank", "check", bank, "--promote", "520429", "--rejected-by", "edge")
    assert ran.code == 3 and "arithmetic_520429_numpy.py" in ran.stderr
    assert "expected rejected by `edge`, got accepted" in ran.stdout
    assert quizkit("bank", "check", bank, "--promote", "zzzzzz").code == 2


def test_the_table_fits_80_columns_in_either_language(quizkit: Quizkit, changed: Change) -> None:
    bank = changed()
    quizkit("bank", "check", bank, "--mutants")
    for lang in ("en", "zh"):
        ran = quizkit("bank", "table", bank, "--lang", lang)
        wide = [sum(2 if ord(c) > 0x2E80 else 1 for c in line) for line in ran.stdout.splitlines()]
        assert ran.code == 0 and len(wide) == 3 and max(wide) <= 80
    assert quizkit("bank", "table", bank, "--json").json["exercises"][0]["killed"] == 6
    page = quizkit("bank", "table", bank, "--markdown").stdout
    assert "| double | numpy | 4 | 3 | 2 | 6 | 6 | 0 | 0 | 2 | 0 |" in page
    assert f"Printed on {date.today()} " in page and "not under version control" in page
    assert page.rstrip().endswith("Run: quizkit bank check --full")  # 2 seeds are not all


def test_the_page_says_which_commit_it_stands_for(quizkit: Quizkit, changed: Change) -> None:
    bank = changed()
    git = ["git", "-C", str(bank), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "first"]):
        subprocess.run([*git, *arguments], check=True)
    head = subprocess.run(
        [*git, "rev-parse", "--short", "HEAD"], check=True, capture_output=True, text=True
    ).stdout.strip()
    assert f"; commit {head}." in quizkit("bank", "table", bank, "--markdown").stdout
    (bank / "notes.txt").write_text("more", encoding="utf-8")
    page = quizkit("bank", "table", bank, "--markdown").stdout
    assert f"; commit {head} and changes after it." in page


@pytest.mark.parametrize(
    "options", [["--full", "--sample"], ["--full", "--seeds", "3"], ["--sample", "--mutants"]]
)
def test_options_that_contradict_each_other_exit_with_2(
    quizkit: Quizkit, changed: Change, options: list[str]
) -> None:
    assert quizkit("bank", "check", changed(), *options).code == 2


def below(pid: int) -> Iterator[int]:
    """The processes below a process, whatever their sessions."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
        if parent == pid:
            yield int(folder.name)
            yield from below(int(folder.name))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to see processes")
def test_ctrl_c_exits_with_130_keeps_what_was_proved_and_leaves_nothing_running(
    changed: Change, home: Path
) -> None:
    """One solution never ends; the others are proved first and are known to the next run."""
    stuck = {"also/left_numpy.py": ["    return 2.0 * x", "    while True: pass"]}
    limits = {"exercise.yaml": ["limits: {seconds: 20}", "limits: {seconds: 3000}"]}
    bank = changed(edits=stuck | limits)
    run = subprocess.Popen(
        [sys.executable, "-m", "quizkit", "bank", "check", str(bank)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'reference'}"},
    )  # fmt: skip
    kept = home / "cache" / "proved.jsonl"
    ends = time.monotonic() + 120
    while not (kept.exists() and len(kept.read_text("utf-8").splitlines()) == 5):
        assert run.poll() is None and time.monotonic() < ends
        time.sleep(0.05)
    working = set(below(run.pid))
    assert working
    run.send_signal(signal.SIGINT)
    _, errors = run.communicate(timeout=60)
    assert run.returncode == 130 and "Stopped." in errors and "Traceback" not in errors
    while any(Path(f"/proc/{pid}").exists() for pid in working):
        assert time.monotonic() < ends, "a process is left"
        time.sleep(0.05)
    assert len(kept.read_text("utf-8").splitlines()) == 5
