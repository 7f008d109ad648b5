"""What is installed: the wheel, built from the sdist, does the main job away from the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    any(find_spec(name) is None for name in ("build", "hatchling", "pip")),
    reason="build, hatchling and pip are needed",
)
SECONDS = 240


def run(*command: object, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """A command that must succeed, without this run's PYTHONPATH."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=kept | env, capture_output=True, text=True,
        timeout=SECONDS, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@dataclass(frozen=True)
class Built:
    """The two archives and what is in them."""

    wheel: Path
    sdist: Path

    @property
    def installed(self) -> list[str]:
        with zipfile.ZipFile(self.wheel) as archive:
            return archive.namelist()

    @property
    def source(self) -> list[str]:
        with tarfile.open(self.sdist) as archive:
            return [name.partition("/")[2] for name in archive.getnames()]


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The sdist of the checkout, and the wheel built from that sdist."""
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, root, cwd=out)
    (wheel,), (sdist,) = out.glob("*.whl"), out.glob("*.tar.gz")
    return Built(wheel, sdist)


@pytest.fixture(scope="module")
def python(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment with the wheel; the dependencies are this run's."""
    place = tmp_path_factory.mktemp("installed") / "env"
    venv.create(place, symlinks=True, with_pip=False)
    found = place / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", found, "install", "--no-deps", "--no-index",
        "--disable-pip-version-check", built.wheel, cwd=place)  # fmt: skip
    (own,) = place.glob("lib/python*/site-packages")
    ours = {sysconfig.get_path(name) for name in ("purelib", "platlib")}
    (own / "dependencies.pth").write_text("\n".join(sorted(ours)) + "\n")
    return found


def content(root: Path) -> set[str]:
    """The files of exercises/ that are content."""
    files = (root / "exercises").rglob("*")
    kept = {file for file in files if file.is_file() and "__pycache__" not in file.parts}
    return {file.relative_to(root / "exercises").as_posix() for file in kept}


def test_the_wheel_installs_two_names_and_nothing_else(built: Built) -> None:
    tops = {name.partition("/")[0] for name in built.installed}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"quizkit", "quizgrad"}
    assert not [name for name in built.installed if "__pycache__" in name or name.endswith(".pyc")]


def test_the_wheel_brings_all_of_the_content(built: Built, root: Path) -> None:
    start = "quizkit/_content/"
    packed = {name.removeprefix(start) for name in built.installed if name.startswith(start)}
    assert content(root) <= packed
    assert packed - content(root) <= {"bank.sqlite3"}
    assert "embedding/exercise.yaml" in packed


def test_the_wheel_brings_the_engine_the_schemas_and_the_licence(built: Built) -> None:
    for name in (
        "quizgrad/__init__.py",
        "quizgrad/py.typed",
        "quizkit/py.typed",
        "quizkit/__main__.py",
    ):
        assert name in built.installed
    assert any(
        name.startswith("quizkit/") and name.endswith(".schema.json") for name in built.installed
    )
    assert any(name.endswith("LICENSE") for name in built.installed)


def test_the_sdist_brings_what_is_needed_to_work_on_it(built: Built, root: Path) -> None:
    source = set(built.source)
    for name in (
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "tests/conftest.py",
        "reference/quizgrad/__init__.py",
        "exercises/embedding/exercise.yaml",
    ):
        assert name in source
    assert {f"exercises/{name}" for name in content(root)} <= source
    assert not [name for name in source if "__pycache__" in name or name.startswith(".git/")]


def test_the_installed_program_runs_the_demo_anywhere(python: Path, tmp_path: Path) -> None:
    env = {"QUIZKIT_HOME": str(tmp_path / "home"), "LANG": "C.UTF-8"}
    done = run(python.with_name("quizkit"), "demo", cwd=tmp_path, **env)
    assert "ACCEPTED" in done.stdout and "rejected" in done.stdout
    told = json.loads(run(python, "-m", "quizkit", "doctor", "--json", cwd=tmp_path, **env).stdout)
    assert told["paths"]["content"].startswith(str(python.parents[1]))


def test_the_installed_program_has_the_questions_of_the_checkout(
    python: Path, tmp_path: Path, root: Path
) -> None:
    env = {"QUIZKIT_HOME": str(tmp_path / "home"), "LANG": "C.UTF-8"}
    installed = run(python, "-m", "quizkit", "list", "--json", cwd=tmp_path, **env)
    path = os.pathsep.join([str(root), str(root / "reference")])
    here = run(
        sys.executable, "-m", "quizkit", "list", "--json", cwd=tmp_path, PYTHONPATH=path, **env
    )
    assert json.loads(installed.stdout) == json.loads(here.stdout)
