"""`grade --format F --output FILE`: where a report goes, and in which bytes."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Tree

import pytest

Quizkit = Callable[..., Any]
FORMATS = ["json", "junit", "gradescope", "csv", "markdown"]
PLAIN = {"PYTHONIOENCODING": "ascii", "LANG": "C", "LC_ALL": "C"}


@pytest.fixture
def files(home: Path) -> list[str]:
    """Two submissions that are no programs: quick to grade."""
    for name in ("one", "两"):
        Path(f"{name}.py").write_text("# quizkit: embedding numpy\ndef (\n", encoding="utf-8")
    return ["one.py", "两.py"]


READ: dict[str, Callable[[str], int]] = {
    "json": lambda text: len(json.loads(text)["results"]),
    "junit": lambda text: len(Tree.fromstring(text)),
    "gradescope": lambda text: len(json.loads(text)["extra_data"]["verdicts"]),
    "csv": lambda text: len(list(csv.DictReader(io.StringIO(text)))),
    "markdown": lambda text: text.count("\n## "),
}


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_is_read_by_what_it_is_for_in_any_locale(
    quizkit: Quizkit, files: list[str], name: str
) -> None:
    for env in ({}, PLAIN):
        ran = quizkit("grade", *files, "--format", name, "--lang", "zh", env=env)
        assert ran.code == 1 and ran.stderr == "", ran
        assert READ[name](ran.stdout) == 2
        assert "两.py" in ran.stdout or name == "gradescope"


@pytest.mark.parametrize("name", [*FORMATS, "text"])
def test_a_file_gets_the_same_and_the_screen_nothing(
    quizkit: Quizkit, files: list[str], name: str
) -> None:
    given = ("grade", *files, "--format", name, "--seed", "7", "--no-record")
    ran = quizkit(*given, "--output", "report.out")
    assert (ran.code, ran.stdout, ran.stderr) == (1, "", "")
    written = Path("report.out").read_text(encoding="utf-8")
    assert written[:12] == quizkit(*given).stdout[:12]
    assert [left for left in os.listdir() if left.startswith(".")] == []


def test_a_report_replaces_a_file_whole_and_keeps_its_permissions(
    quizkit: Quizkit, files: list[str]
) -> None:
    old = Path("report.json")
    old.write_text("x" * 100_000)
    old.chmod(0o640)
    before = old.stat().st_ino
    quizkit("grade", files[0], "--json", "-o", "report.json")
    assert json.loads(old.read_text(encoding="utf-8"))["verdict"] == "invalid"
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert old.stat().st_ino != before, "written beside and renamed"


def test_a_link_stays_a_link_and_a_device_a_device(quizkit: Quizkit, files: list[str]) -> None:
    Path("real.json").write_text("{}")
    Path("link.json").symlink_to("real.json")
    quizkit("grade", files[0], "--json", "-o", "link.json")
    assert Path("link.json").is_symlink()
    assert json.loads(Path("real.json").read_text(encoding="utf-8"))["verdict"] == "invalid"
    assert quizkit("grade", files[0], "--json", "-o", os.devnull).code == 1
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


@pytest.mark.parametrize("place", ["no/such/folder/report", "folder"])
def test_where_nothing_can_be_written_what_is_there_stays(
    quizkit: Quizkit, files: list[str], place: str
) -> None:
    Path("folder").mkdir()
    ran = quizkit("grade", files[0], "--json", "-o", place)
    assert (ran.code, ran.stdout) == (2, "") and place in ran.stderr
    assert len(ran.stderr.splitlines()) == 1
    assert Path("folder").is_dir() and list(Path("folder").iterdir()) == []


def test_the_formats_are_named_where_one_is_not_known(quizkit: Quizkit, files: list[str]) -> None:
    ran = quizkit("grade", files[0], "--format", "pdf")
    assert ran.code == 2 and all(name in ran.stderr for name in FORMATS)


def test_verbose_shows_every_check_the_layers_and_the_limits(quizkit: Quizkit, root: Path) -> None:
    source = root / "exercises" / "embedding" / "solution_numpy.py"
    given = (
        "grade",
        source,
        "-e",
        "embedding",
        "-f",
        "numpy",
        "--timeout",
        "9",
        "--memory",
        "600M",
    )
    short, long = quizkit(*given).stdout, quizkit(*given, "--verbose").stdout
    assert "isolation" not in short and "gradient: embedding.weight" not in short
    assert "isolation: " in long and "rlimits" in long
    assert "9 s per group" in long and "600 MB" in long
    assert "gradient: embedding.weight" in long


def test_a_name_that_is_no_text_is_reported_all_the_same(root: Path, home: Path) -> None:
    name = b"\xff.py"
    with open(name, "wb") as stream:
        stream.write(b"# quizkit: embedding numpy\ndef (\n")
    path = os.pathsep.join([str(root), str(root / "reference")])
    for format_ in FORMATS:
        command = [sys.executable, "-m", "quizkit", "grade", name, "--format", format_]
        done = subprocess.run(
            command, capture_output=True, env=os.environ | {"PYTHONPATH": path}, check=False
        )
        assert done.returncode == 1 and done.stderr == b"", (format_, done.stderr)
        assert done.stdout.decode("utf-8")
