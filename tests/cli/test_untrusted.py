"""`grade --untrusted`: every layer holds, or nothing is run and the message says which is missing."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quizkit.cli import app, jobs
from quizkit.sandbox.layers import NEEDED

Quizkit = Callable[..., Any]
OLDER = str(Path(__file__).parents[1] / "older_kernel.py")
linux = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"),
    reason="the layers are Linux's",
)


@pytest.fixture
def answer(root: Path, home: Path) -> Path:
    """A correct file that leaves a mark where it is run without Landlock."""
    source = (root / "exercises/embedding/solution_numpy.py").read_text(encoding="utf-8")
    path = Path("embedding.py").absolute()
    path.write_text(f"# quizkit: embedding numpy\n{source}", encoding="utf-8")
    return path


@linux
def test_untrusted_code_is_graded_with_every_layer_and_not_recorded(
    quizkit: Quizkit, answer: Path
) -> None:
    ran = quizkit("grade", answer, "--untrusted", "--json")
    assert (ran.code, ran.json["verdict"]) == (0, "accepted")
    assert set(NEEDED) <= set(ran.json["isolation"])
    assert "accepted" not in quizkit("progress", "--json").stdout
    assert quizkit("grade", answer, "--json").code == 0
    assert "accepted" in quizkit("progress", "--json").stdout


@linux
@pytest.mark.parametrize(
    ("call", "layer"), [("landlock_create_ruleset", "landlock"), ("seccomp", "seccomp")]
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_where_a_layer_is_missing_nothing_is_run(
    quizkit: Quizkit, answer: Path, tmp_path: Path, call: str, layer: str, lang: str
) -> None:
    trace = tmp_path / "it ran"
    answer.write_text(f"open({str(trace)!r}, 'w')\n", encoding="utf-8")
    arguments = ("grade", answer, "-e", "embedding", "-f", "numpy", "--lang", lang)
    ran = quizkit(*arguments, "--untrusted", flags=(OLDER, call))
    assert (ran.code, ran.stdout) == (4, "")
    assert f" {layer}" in ran.stderr.replace("：", ": ") and "quizkit doctor" in ran.stderr
    assert ("没有评分" in ran.stderr) == (lang == "zh")
    assert not trace.exists()


@linux
def test_without_the_option_it_runs_with_what_there_is_and_says_so(
    quizkit: Quizkit, answer: Path
) -> None:
    ran = quizkit("grade", answer, "--json", flags=(OLDER, "landlock_create_ruleset"))
    assert ran.code == 0
    assert "seccomp" in ran.json["isolation"] and "landlock" not in ran.json["isolation"]


@pytest.mark.parametrize(("system", "name"), [("darwin", "Darwin"), ("win32", "Windows")])
def test_on_other_systems_it_is_refused_with_a_way_out(
    system: str, name: str, answer: Path, monkeypatch, capsys
) -> None:
    monkeypatch.setattr(jobs.sys, "platform", system)
    monkeypatch.setattr(jobs.platform, "system", lambda: name)
    assert app.run(["grade", str(answer), "--untrusted"]) == 4
    told = capsys.readouterr().err
    assert name in told and "Linux" in told and "WSL2" in told
