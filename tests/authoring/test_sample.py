"""A sample spends its gradings on what changed since a commit, and some on the rest."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from quizkit.authoring import sample
from quizkit.bank import survey
from quizkit.model import Exercise

HERE = Path(__file__).resolve().parent


def git(folder: Path, *arguments: str) -> None:
    """Run git as somebody."""
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


def commit(folder: Path, message: str) -> None:
    """Commit everything."""
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", message)


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """A repository with the exercise twice, one commit."""
    place = tmp_path / "bank"
    for name in ("double", "other"):
        shutil.copytree(HERE / "bank" / "double", place / name)
    about = place / "other" / "exercise.yaml"
    about.write_text(about.read_text("utf-8").replace("id: double", "id: other"), "utf-8")
    (place / "other" / "test_double.py").rename(place / "other" / "test_other.py")
    git(tmp_path, "init", "-q", str(place))
    commit(place, "first")
    return place


def exercises(bank: Path) -> dict[str, Exercise]:
    """Both exercises."""
    found, faults = survey(bank)
    assert faults == ()
    return dict(found.exercises)


def test_without_history_everything_gets_a_small_part(bank: Path) -> None:
    found = sample.scopes(exercises(bank))
    assert {scope.seeds for scope in found.values()} == {sample.OTHER_SEEDS}
    assert set(found) == {"double", "other"}


def test_without_git_as_well(tmp_path: Path) -> None:
    shutil.copytree(HERE / "bank", tmp_path / "bank")
    found = sample.scopes(exercises(tmp_path / "bank"))
    assert [scope.seeds for scope in found.values()] == [sample.OTHER_SEEDS]


def test_what_a_commit_changed_is_proved_whole(bank: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sample, "GRADINGS", 8)
    (bank / "double" / "prompt.en.md").write_text("# Changed", "utf-8")
    commit(bank, "second")
    found = sample.scopes(exercises(bank))
    assert (found["double"].seeds, found["double"].mutants) == (sample.CHANGED_SEEDS, 6)
    assert (found["other"].seeds, found["other"].mutants) == (sample.OTHER_SEEDS, 2)
    assert {scope.seeds for scope in sample.scopes(exercises(bank), "HEAD").values()} == {2}


def test_what_is_not_committed_counts_as_changed(bank: Path) -> None:
    (bank / "other" / "also" / "new_numpy.py").write_text("import numpy\n", "utf-8")
    assert sample.scopes(exercises(bank), "HEAD")["other"].seeds == sample.CHANGED_SEEDS


def test_many_changes_share_the_budget(bank: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sample, "GRADINGS", 7)
    for name in ("double", "other"):
        (bank / name / "prompt.en.md").write_text("# Changed", "utf-8")
    assert {scope.mutants for scope in sample.scopes(exercises(bank), "HEAD").values()} == {3}


def test_another_commit_chooses_other_mutants(bank: Path) -> None:
    before = sample.scopes(exercises(bank))["double"].salt
    (bank / "other" / "prompt.en.md").write_text("# Changed", "utf-8")
    commit(bank, "second")
    after = sample.scopes(exercises(bank))["double"].salt
    assert before and after and before != after
