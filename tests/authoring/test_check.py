"""`check` proves an exercise, or says what is wrong with it, where, and what to do.

Each file of `scenarios/` changes the valid exercise; its name is the fault that is found.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from quizkit.authoring import Options, Progress, Proof, Scope, State, check, everywhere
from quizkit.authoring import task as tasks
from quizkit.texts.proof import TEXTS

HERE = Path(__file__).resolve().parent
SCENARIOS = sorted((HERE / "scenarios").glob("*.yaml"))
ELSEWHERE = {"few_inputs"}
"""Faults that take too many gradings for a scenario; test_judge.py has them."""

Change = Callable[..., Path]


def proofs(bank: Path, known: bool = False, **scope: Any) -> list[Proof]:
    """What checking the bank gives."""
    return list(check(bank, Options(known=known, scopes=everywhere(Scope(**scope)))))


def failed(found: list[Proof], lang: Any = "en") -> list[str]:
    """The faults, each once, worded; the grader's own facts left out."""
    faults = [proof.fault for proof in found if proof.state is State.FAILED]
    texts = [re.sub(r"(\(seed 1\)) .*?;", r"\1 ...;", f.text(lang)) for f in faults if f]
    return list(dict.fromkeys(texts))


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.stem)
def test_a_fault_is_found_and_said(file: Path, changed: Change) -> None:
    scenario = yaml.safe_load(file.read_text("utf-8"))
    found = proofs(changed(**scenario), mutants=None if scenario.get("mutants") else 0)
    assert failed(found) == scenario["expected"]
    assert all(any("\u4e00" <= char <= "\u9fff" for char in text) for text in failed(found, "zh"))
    codes = {proof.fault.code for proof in found if proof.fault}
    assert file.stem in codes | {"valid"}


def test_every_fault_has_a_scenario() -> None:
    codes = {key.removesuffix(".fix") for key in TEXTS if key.endswith(".fix")}
    assert codes - ELSEWHERE == {file.stem for file in SCENARIOS} - {"valid"}


def test_every_file_and_every_mutant_is_proved_once(changed: Change) -> None:
    found = proofs(changed(), mutants=None)
    assert {proof.state for proof in found} == {State.PROVED}
    subjects = [proof.subject for proof in found]
    assert len(set(subjects)) == len(subjects)
    files = {subject.partition(":")[0] for subject in subjects}
    assert files == {
        f"double/{name}_numpy.py"
        for name in ("starter", "solution", "also/added", "also/left", "wrong/thrice", "wrong/undoubled")
    }  # fmt: skip
    assert sum(":" in subject for subject in subjects) == 6


def test_a_survivor_is_shown_as_a_diff(changed: Change) -> None:
    edits = {"solution_numpy.py": ["    return x * 2", "    y = x * 1\n    return y * 2"]}
    survivors = [proof for proof in proofs(changed(edits=edits), mutants=None) if proof.diff]
    assert [proof.subject for proof in survivors] == ["double/solution_numpy.py:2 520429"]
    assert "-    y = x * 1\n+    y = x / 1\n" in survivors[0].diff


def test_a_sample_takes_so_many_mutants_and_another_salt_takes_others(changed: Change) -> None:
    bank = changed()

    def some(salt: str) -> set[str]:
        found = proofs(bank, known=True, mutants=3, salt=salt)
        return {proof.subject for proof in found if ":" in proof.subject}

    assert len(some("a")) == 3 and some("a") == some("a")
    assert len(set().union(*map(some, "abcdef"))) > 3


def test_what_was_proved_is_not_run_again_until_it_changes(
    changed: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank, ran = changed(), []
    assert {p.state for p in proofs(bank, mutants=None)} == {State.PROVED}
    graded = tasks.run
    monkeypatch.setattr(tasks, "run", lambda t, g: ran.append(t.subject) or graded(t, g))
    (bank / "double" / "prompt.en.md").write_text("# Two times", "utf-8")
    assert {p.state for p in proofs(bank, known=True, mutants=None)} == {State.PROVED}
    assert ran == []
    file = bank / "double" / "also" / "left_numpy.py"
    file.write_text(file.read_text("utf-8").replace("2.0", "4.0 / 2.0"), "utf-8")
    proofs(bank, known=True, mutants=None)
    assert ran == ["double/also/left_numpy.py"]
    grader = bank / "double" / "test_double.py"
    grader.write_text(grader.read_text("utf-8") + "\n# changed\n", "utf-8")
    proofs(bank, known=True)
    assert len(ran) == 1 + 6


def test_a_failed_check_is_said_again_from_what_was_found_before(changed: Change) -> None:
    bank = changed(edits={"also/left_numpy.py": ["2.0 * x", "2.001 * x"]})
    first = failed(proofs(bank))
    assert first and failed(proofs(bank, known=True)) == first


def test_more_seeds_only_add_runs(changed: Change, monkeypatch: pytest.MonkeyPatch) -> None:
    bank, ran = changed(), []
    proofs(bank, seeds=2)
    graded = tasks.run
    monkeypatch.setattr(tasks, "run", lambda t, g: ran.append((t.file, t.seeds)) or graded(t, g))
    proofs(bank, known=True, seeds=4)
    correct = ("solution_numpy.py", "also/added_numpy.py", "also/left_numpy.py")
    assert sorted(ran) == sorted((file, (3, 4)) for file in correct)


def test_the_folder_of_an_exercise_is_checked_alone(changed: Change) -> None:
    bank = changed()
    (bank / "other").mkdir()
    (bank / "other" / "exercise.yaml").write_text("id: [", "utf-8")
    assert [p for p in proofs(bank) if p.state is State.FAILED]
    found = proofs(bank / "double")
    assert found and {proof.state for proof in found} == {State.PROVED}


def test_progress_reaches_its_total(changed: Change) -> None:
    seen: list[tuple[int, int]] = []
    progress = Progress(lambda p: seen.append((p.done, p.total)))
    list(check(changed(), Options(), progress))
    assert seen[-1][0] == seen[-1][1] == 1 + 3 * 2 + 2
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_a_draft_may_have_no_other_solutions(changed: Change) -> None:
    bank = changed(
        edits={"exercise.yaml": ["revision: 1", "revision: 1\ndraft: true"]},
        absent=("also/left_numpy.py", "also/added_numpy.py"),
    )
    assert failed(proofs(bank)) == []
