"""A new exercise is a folder that proves itself; a mutant becomes a wrong solution; the table counts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quizkit.authoring import Options, Proof, Scope, State, check, everywhere
from quizkit.authoring.draft import new_exercise
from quizkit.authoring.promote import appended, promote
from quizkit.authoring.table import rows
from quizkit.bank import survey
from quizkit.errors import FileProblem, UsageError
from quizkit.model import Framework

Change = Callable[..., Path]


def proofs(bank: Path, known: bool = False, **scope: Any) -> list[Proof]:
    """What checking the bank gives."""
    return list(check(bank, Options(known=known, scopes=everywhere(Scope(**scope)))))


def failed(bank: Path, **scope: Any) -> list[str]:
    """The faults that are found."""
    return [str(p.fault or p.got) for p in proofs(bank, **scope) if p.state is State.FAILED]


def test_the_template_proves_itself_with_every_mutant(tmp_path: Path) -> None:
    folder = new_exercise("group-norm", tmp_path)
    assert folder == tmp_path / "group-norm" and (folder / "test_group_norm.py").is_file()
    assert failed(folder, mutants=None) == []
    exercise = survey(tmp_path)[0].exercise("group-norm")
    assert exercise.draft and exercise.entries == ("GroupNorm",)
    assert exercise.frameworks == (Framework.NUMPY, Framework.TORCH)


def test_a_copy_of_another_exercise_proves_itself(changed: Change, tmp_path: Path) -> None:
    """Without what the other one is related to, which may not be in this bank."""
    bank = changed()
    other = survey(bank)[0].exercise("double")
    with (bank / "double" / "exercise.yaml").open("a", encoding="utf-8") as stream:
        stream.write("related:\n- something-else\n")
    place = tmp_path / "mine"
    place.mkdir()
    folder = new_exercise("twice-more", place, other)
    assert (folder / "test_twice_more.py").is_file() and not (folder / "test_double.py").exists()
    assert failed(folder) == []
    about = (folder / "exercise.yaml").read_text("utf-8")
    assert about.startswith("id: twice-more\ndraft: true\n") and "related" not in about


@pytest.mark.parametrize("name", ["Group_Norm", "2d", "a/b", "", "../x", "grüppe"])
def test_a_name_that_cannot_be_an_id_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="bad_slug"):
        new_exercise(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_kept(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "precious").write_text("kept", "utf-8")
    with pytest.raises(FileProblem, match="folder_exists"):
        new_exercise("mine", tmp_path)
    assert (tmp_path / "mine" / "precious").read_text("utf-8") == "kept"


SURVIVOR = {"solution_numpy.py": ["    return x * 2", "    y = x * 1\n    return y * 2"]}


def test_a_survivor_becomes_a_wrong_solution_that_waits_for_its_check(changed: Change) -> None:
    bank = changed(edits=SURVIVOR)
    before = (bank / "double" / "exercise.yaml").read_text("utf-8")
    done = promote(list(survey(bank)[0].exercises.values()), "520429")
    assert done.file == bank / "double" / "wrong" / "arithmetic_520429_numpy.py"
    assert (done.check, done.seen) == ("edge", False)
    after = (bank / "double" / "exercise.yaml").read_text("utf-8").splitlines()
    assert [line for line in before.splitlines() if line not in after] == []
    found = failed(bank)
    assert len(found) == 1 and "`wrong[2].check.numpy`: expected rejected by `edge`" in found[0]


def test_a_mutant_that_a_check_sees_becomes_a_proved_wrong_solution(changed: Change) -> None:
    bank = changed()
    exercises = list(survey(bank)[0].exercises.values())
    from quizkit.authoring.plan import mutants_of

    killed = mutants_of(exercises[0], Framework.NUMPY)[0]
    done = promote(exercises, killed.id)
    assert (done.check, done.seen) == ("forward", True)
    assert failed(bank) == []


@pytest.mark.parametrize(("name", "code"), [("ffffff", "no_such_mutant"), ("", "no_such_mutant")])
def test_a_mutant_that_is_not_there_is_said(changed: Change, name: str, code: str) -> None:
    with pytest.raises(UsageError, match=code):
        promote(list(survey(changed())[0].exercises.values()), name)


def test_a_check_that_is_not_there_is_said_and_nothing_is_written(changed: Change) -> None:
    bank = changed(edits=SURVIVOR)
    before = sorted(bank.rglob("*"))
    with pytest.raises(UsageError, match="no_such_check"):
        promote(list(survey(bank)[0].exercises.values()), "520429", "edges")
    assert sorted(bank.rglob("*")) == before


ITEM = ["name: b", "check: {numpy: c}"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "wrong:\n- name: a\nend: 1\n",
            "wrong:\n- name: a\n- name: b\n  check: {numpy: c}\nend: 1\n",
        ),
        ("wrong:\n  - name: a\n", "wrong:\n  - name: a\n  - name: b\n    check: {numpy: c}\n"),
        (
            "# top\nwrong:\n- name: a  # why\n\n# about the end\nend: 1\n",
            "# top\nwrong:\n- name: a  # why\n- name: b\n  check: {numpy: c}\n\n# about the end\nend: 1\n",
        ),
    ],
)
def test_an_entry_is_added_and_all_else_stays(before: str, after: str) -> None:
    assert appended(before, "wrong", ITEM) == after


def test_a_list_in_one_line_is_not_touched() -> None:
    with pytest.raises(FileProblem, match="no_block"):
        appended("wrong: [{name: a}]\n", "wrong", ITEM)


def test_the_table_counts_what_was_proved_and_what_is_left(changed: Change) -> None:
    bank = changed(edits=SURVIVOR)
    empty = rows(bank)[0]
    assert (empty.seeds, empty.killed, empty.checks, empty.correct) == (0, 0, 0, 3)
    proofs(bank, mutants=None, seeds=10)
    row = rows(bank / "double")[0]
    assert (row.checks, row.correct, row.wrong, row.all_wrong) == (4, 3, 2, 2)
    assert (row.mutants, row.killed, row.listed, row.survived) == (8, 7, 0, 1)
    assert (row.seeds, row.alarms) == (10, 0)
    assert row.unproved == 3 * 10  # pieces of 20 seeds, for each correct solution


def test_the_table_shows_a_false_alarm(changed: Change) -> None:
    bank = changed(edits={"also/left_numpy.py": ["2.0 * x", "2.001 * x"]})
    proofs(bank)
    assert rows(bank)[0].alarms == 1
