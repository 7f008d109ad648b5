"""`quizkit start`: signatures only, a clock, and files that are in the way."""

from __future__ import annotations

import ast
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from quizkit.cli.blank import signatures

Quizkit = Callable[..., Any]
ROOT = Path(__file__).resolve().parents[2]
STARTERS = sorted((ROOT / "exercises").glob("*/starter_*.py"))


def functions(source: str) -> dict[str, str]:
    """The signature of every function by its name, methods as `Class.method`."""
    found = {}
    for node in ast.parse(source).body:
        inner = node.body if isinstance(node, ast.ClassDef) else [node]
        owner = f"{node.name}." if isinstance(node, ast.ClassDef) else ""
        for part in inner:
            if isinstance(part, ast.FunctionDef):
                found[owner + part.name] = ast.unparse(part.args)
    return found


@pytest.mark.parametrize("file", STARTERS, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_blank_file_has_every_signature_and_no_body(file: Path) -> None:
    starter = file.read_text(encoding="utf-8")
    blank = signatures(starter)
    assert functions(blank) == functions(starter)
    for node in ast.walk(ast.parse(blank)):
        if isinstance(node, ast.FunctionDef):
            assert ast.unparse(node.body[0]) == "raise NotImplementedError"
            assert len(node.body) == 1 or ast.unparse(node.body[1:]) == "yield"
    about = yaml.safe_load((file.parent / "exercise.yaml").read_text(encoding="utf-8"))
    framework = file.stem.rpartition("_")[2]
    tops = {getattr(node, "name", "") for node in ast.parse(blank).body}
    for entry in about["entries"]:
        name, _, only = entry.partition(":")
        assert only not in ("", framework) or name in tops


def test_what_runs_when_a_starter_is_imported_is_not_in_a_blank_one() -> None:
    blank = signatures(
        "import os\nA = [1, 2]\nB = make()\nprint(A)\n\n\ndef f(x=1, *, y):\n    return x\n"
    )
    assert "A = [1, 2]" in blank and "make" not in blank and "print" not in blank
    assert "def f(x=1, *, y):" in blank and "return" not in blank
    assert signatures("def (") == "def ("


def test_a_blank_start_is_graded_as_not_written_yet(quizkit: Quizkit) -> None:
    assert quizkit("start", "embedding", "-f", "numpy", "--blank").code == 0
    source = Path("embedding.py").read_text(encoding="utf-8")
    assert source.startswith("# quizkit: embedding numpy\n") and '"""' not in source
    ran = quizkit("grade", "--json")
    assert (ran.code, ran.json["verdict"]) == (1, "error")
    assert ran.json["score"] < 1.0


def test_a_clock_is_shown_until_the_exercise_is_solved(quizkit: Quizkit) -> None:
    ran = quizkit("start", "embedding", "-f", "numpy", "--minutes", "20")
    assert "Clock: 20 minutes, until " in ran.stderr
    assert "left of 20 min" in quizkit().stdout
    assert quizkit("--json").json["clock"]["minutes"] == 20
    assert "left of 20 min" in quizkit("grade").stdout
    raw = quizkit("solve", "embedding", "-f", "numpy", "--raw").stdout
    Path("embedding.py").write_text(raw, encoding="utf-8")
    assert "left of 20 min" in quizkit("grade").stdout
    (row,) = quizkit("progress", "--json").json["exercises"]
    assert (row["status"], row["count"]) == ("accepted", 2) and row["seconds"] > 0
    assert "attempts: 2, solved in " in quizkit("progress").stdout
    assert quizkit("--json").json["clock"] is None and "Clock" not in quizkit().stdout


def backdate(home: Path, **ago: float) -> None:
    """Let the starts have been so long ago."""
    at = (datetime.now(UTC) - timedelta(**ago)).isoformat(timespec="microseconds")
    with sqlite3.connect(home / "data" / "progress.sqlite3") as db:
        db.execute("UPDATE started SET at = ?", (at,))
    db.close()


def test_time_that_is_up_is_said_and_an_old_clock_is_not_shown(
    quizkit: Quizkit, home: Path
) -> None:
    quizkit("start", "embedding", "-f", "numpy", "--minutes", "20")
    backdate(home, minutes=25)
    assert "over the 20 min" in quizkit().stdout and "over the 20 min" in quizkit("grade").stdout
    backdate(home, days=2)
    assert quizkit("--json").json["clock"] is None


@pytest.mark.parametrize("minutes", ["0", "-5", "100000", "soon"])
def test_minutes_that_make_no_clock_are_refused(quizkit: Quizkit, minutes: str) -> None:
    ran = quizkit("start", "embedding", "--minutes", minutes)
    assert ran.code == 2 and not Path("embedding.py").exists()


def test_beginning_again_without_a_file_is_no_fault(quizkit: Quizkit) -> None:
    assert quizkit("start", "embedding", "--again").code == 0
    assert Path("embedding.py").is_file()
