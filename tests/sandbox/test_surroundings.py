"""What lies beside a submission or is set around it plays no part in its verdict."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Quizkit = Callable[..., Any]
NAMES = (
    "conftest", "sitecustomize", "usercustomize", "numpy", "pytest", "typer", "rich", "json", "yaml",
    "platformdirs", "quizgrad", "submission", "test_embedding", "random", "linecache",
)  # fmt: skip
SETTINGS = {
    "pytest.ini": "[pytest]\naddopts = --collect-only -p evil\n",
    "tox.ini": "[pytest]\naddopts = --collect-only\n",
    "setup.cfg": "[tool:pytest]\naddopts = --collect-only\n",
    "pyproject.toml": "[tool.pytest.ini_options]\naddopts = '--collect-only'\n",
}


@pytest.fixture(params=["solution_numpy.py", "wrong/mean_over_length_numpy.py"])
def file(request: pytest.FixtureRequest, root: Path, home: Path) -> Path:
    """A right and a wrong submission in the working folder."""
    source = (root / "exercises/embedding" / request.param).read_text(encoding="utf-8")
    path = Path("embedding.py")
    path.write_text(f"# quizkit: embedding numpy\n{source}", encoding="utf-8")
    return path


def test_hostile_files_beside_the_submission_are_ignored(
    quizkit: Quizkit, file: Path, tmp_path: Path
) -> None:
    usual = quizkit("grade", file, "--seed", "1", "--json").json
    trace = tmp_path / "it ran"
    evil = f"open({str(trace)!r}, 'w').close()\nraise SystemExit('evil')\n"
    for name in NAMES:
        Path(f"{name}.py").write_text(evil)
    for name, text in SETTINGS.items():
        Path(name).write_text(text)
    ran = quizkit("grade", file, "--seed", "1", "--json")
    assert not trace.exists(), ran.stderr
    assert [c["outcome"] for c in ran.json["checks"]] == [c["outcome"] for c in usual["checks"]]
    assert ran.json["verdict"] == usual["verdict"] in ("accepted", "rejected")


def test_settings_of_pytest_and_python_are_ignored(
    quizkit: Quizkit, file: Path, tmp_path: Path, monkeypatch
) -> None:
    usual = quizkit("grade", file, "--seed", "1", "--json").json
    folder = tmp_path / "evil"
    folder.mkdir()
    trace = tmp_path / "it ran in the grader"
    ours = "any('quizkit' in w and 'service' in w or 'server.py' in w for w in sys.orig_argv)"
    evil = f"import sys\nif {ours}:\n    open({str(trace)!r}, 'w').close()\n    raise SystemExit\n"
    for name in ("sitecustomize", "usercustomize", "evil_plugin"):
        (folder / f"{name}.py").write_text(evil)
    before = os.environ.get("PYTHONPATH", "")
    monkeypatch.setenv("PYTEST_ADDOPTS", "--collect-only -x")
    monkeypatch.setenv("PYTEST_PLUGINS", "evil_plugin")
    monkeypatch.setenv("PYTHONSTARTUP", str(folder / "evil_plugin.py"))
    monkeypatch.setenv("PYTHONHASHSEED", "0")
    path = os.pathsep.join([str(folder), *sys.path, before])
    done = subprocess.run(
        [sys.executable, "-m", "quizkit", "grade", str(file), "--seed", "1", "--json"],
        env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert not trace.exists(), done.stderr
    assert f'"verdict": "{usual["verdict"]}"' in done.stdout, done.stderr
