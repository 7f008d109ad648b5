"""Banks of others: opened by option, setting, variable or package; broken ones stop nothing."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Quizkit = Callable[..., Any]
OWN = "detach-constant"


@pytest.fixture
def friends(home: Path, root: Path) -> Path:
    """A bank of others with five questions and an exercise."""
    return shutil.copytree(root / "tests/bank/valid", home.parent / "banks" / "friends")


@pytest.fixture
def broken(friends: Path) -> Path:
    """A bank whose only file has a fault on line 3."""
    place = friends.parent / "broken"
    (place / "questions").mkdir(parents=True)
    text = "topic: autograd\nquestions:\n- {id: Bad Id, kind: choice}\n"
    (place / "questions" / "autograd.yaml").write_text(text, encoding="utf-8")
    return place


def package(folder: Path, bank: Path, name: str = "mates", value: str = "mates_bank") -> Path:
    """A folder with an installed package that brings a bank; importing it would fail."""
    place = folder / "mates_bank"
    shutil.copytree(bank, place)
    (place / "__init__.py").write_text("raise SystemExit('imported')\n", encoding="utf-8")
    about = folder / "mates_bank-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: mates-bank\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[quizkit.banks]\n{name} = {value}\n")
    return folder


def with_path(root: Path, folder: Path) -> dict[str, str]:
    """An environment in which packages lie in `folder` too."""
    return {"PYTHONPATH": os.pathsep.join(map(str, (root, root / "reference", folder)))}


def ids(ran: Any) -> list[str]:
    """The ids of a listing."""
    return [row["id"] for row in ran.json["exercises"] + ran.json["questions"]]


def test_the_option_shows_that_bank_alone(quizkit: Quizkit, friends: Path) -> None:
    ran = quizkit("list", "--json", "--bank", friends)
    assert (ran.code, ran.stderr) == (0, "")
    assert ids(ran)[:2] == ["friends:relu", "friends:a-choice"] and len(ids(ran)) == 6
    assert ids(quizkit(f"--bank={friends}", "list", "--json")) == ids(ran)
    assert not any(":" in id for id in ids(quizkit("list", "--json"))), "the next run is as before"


@pytest.mark.parametrize("command", ["show", "solve"])
def test_a_question_is_found_with_and_without_the_banks_name(
    quizkit: Quizkit, friends: Path, command: str
) -> None:
    first = quizkit(command, "a-choice", "--json", "--bank", friends)
    assert first.json["id"] == "friends:a-choice"
    assert quizkit(command, "friends:a-choice", "--json", "--bank", friends).json == first.json


def test_answers_are_recorded_under_the_banks_name(quizkit: Quizkit, friends: Path) -> None:
    ran = quizkit("ask", "a-choice", "--answer", "left", "--bank", friends)
    assert ran.code == 0
    quizkit("config", "bank", "add", friends)
    told = quizkit("list", "--json").json["questions"]
    status = {row["id"]: row["status"] for row in told}
    assert status["friends:a-choice"] == "right" and status["friends:a-bug"] == "new"
    saved = quizkit("progress", "export", "-").json["reviews"]
    assert [row["question"] for row in saved] == ["friends:a-choice"]


def test_an_exercise_of_others_is_started_and_graded_and_said_to_be_code(
    quizkit: Quizkit, friends: Path
) -> None:
    made = quizkit("bank", "new", "exercise", "scale-shift", "--bank", friends)
    assert made.code == 0, made.stderr
    started = quizkit("start", "scale-shift", "-f", "numpy", "--bank", friends)
    assert started.code == 0 and Path("scale-shift.py").is_file()
    header = Path("scale-shift.py").read_text("utf-8").splitlines()[0]
    assert header == "# quizkit: friends:scale-shift numpy"
    away = quizkit("grade", "scale-shift.py")
    assert away.code == 2 and "config bank add PATH --name friends" in away.stderr
    quizkit("config", "bank", "add", friends)
    solution = quizkit("solve", "friends:scale-shift", "-f", "numpy", "--raw").stdout
    Path("scale-shift.py").write_text(solution, encoding="utf-8")
    ran = quizkit("grade", "scale-shift.py", "--json")
    assert (ran.code, ran.json["exercise"]) == (0, "friends:scale-shift")
    assert "run with your rights" in ran.stderr and str(friends) in ran.stderr
    assert quizkit("grade", "--json").code == 0, "the file last edited is found again"


def test_banks_are_added_listed_and_removed(quizkit: Quizkit, friends: Path) -> None:
    other = shutil.copytree(friends, friends.parent / "x" / "friends")
    added = quizkit("config", "bank", "add", friends)
    assert added.code == 0 and "friends:" in added.stderr and "rights" in added.stderr
    clash = quizkit("config", "bank", "add", other)
    assert clash.code == 2 and "--name NAME" in clash.stderr
    assert quizkit("config", "bank", "add", other, "--name", "work").code == 0
    assert quizkit("config", "bank", "add", other, "--name", "work").code == 0, "twice is once"
    told = quizkit("config", "bank", "list", "--json").json
    assert told["schema"] == "quizkit.banks/1"
    shown = [(row["name"], row["path"], row["origin"], row["questions"]) for row in told["banks"]]
    assert shown == [("friends", str(friends), "config", 5), ("work", str(other), "config", 5)]
    assert {"friends:a-bug", "work:a-bug", OWN} <= set(ids(quizkit("list", "--json")))
    both = quizkit("show", "a-bug")
    assert both.code == 2 and "friends:a-bug" in both.stderr and "work:a-bug" in both.stderr
    assert quizkit("config", "bank", "remove", "friends").code == 0
    assert "work:a-bug" in ids(quizkit("list", "--json")), "its name does not depend on the others"
    gone = quizkit("config", "bank", "remove", "friends")
    assert gone.code == 2 and "work" in gone.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("bank", "add"), "add PATH"),
        (("bank", "remove"), "remove NAME"),
        (("bank", "add", "nowhere"), "nowhere"),
        (("bank", "add", ".", "--name", "No Good"), "--name friends"),
        (("bank", "frobnicate"), "remove NAME"),
        (("lang", "en", "zh"), "config KEY VALUE"),
    ],
)
def test_a_wrong_use_says_the_right_one(
    quizkit: Quizkit, friends: Path, arguments: tuple[str, ...], words: str
) -> None:
    ran = quizkit("config", *arguments)
    assert (ran.code, ran.stdout) == (2, "") and words in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


def test_the_variable_adds_banks(quizkit: Quizkit, friends: Path, broken: Path) -> None:
    banks = os.pathsep.join(map(str, (friends, broken)))
    ran = quizkit("list", "--json", env={"QUIZKIT_BANK": banks})
    assert ran.code == 0 and {OWN, "friends:a-bug"} <= set(ids(ran))
    assert len(ran.stderr.splitlines()) == 1


@pytest.mark.parametrize("command", [("list",), ("show", OWN), ("ask", OWN, "--answer", "3"), ()])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_broken_bank_is_one_line_and_the_own_work_is_done(
    quizkit: Quizkit, broken: Path, command: tuple[str, ...], lang: str
) -> None:
    without = quizkit(*command, "--lang", lang)
    assert quizkit("config", "bank", "add", broken).code == 0
    ran = quizkit(*command, "--lang", lang)
    assert (ran.code, ran.stderr.count("\n")) == (without.code, 1)
    assert f"{broken}/questions/autograd.yaml:3" in ran.stderr and "bank check" in ran.stderr


def test_a_broken_bank_that_was_asked_for_is_told_whole(quizkit: Quizkit, broken: Path) -> None:
    ran = quizkit("list", "--bank", broken)
    assert (ran.code, ran.stdout) == (3, "")
    assert ran.stderr.count("autograd.yaml:3") > 1


def test_a_dangling_link_is_a_fault_of_its_bank_alone(quizkit: Quizkit, friends: Path) -> None:
    (friends / "topics.yaml").unlink()
    (friends / "topics.yaml").symlink_to("nowhere")
    quizkit("config", "bank", "add", friends)
    ran = quizkit("show", OWN)
    assert ran.code == 0 and ran.stderr.count("\n") == 1 and "topics.yaml" in ran.stderr


@pytest.mark.parametrize("value", ["nowhere", ""])
def test_a_bank_that_is_not_there_is_a_usage_error(
    quizkit: Quizkit, friends: Path, value: str
) -> None:
    ran = quizkit("list", "--bank", value)
    assert (ran.code, ran.stdout) == (2, "") and len(ran.stderr.splitlines()) == 1


def test_a_name_that_belongs_to_another_bank_is_refused(quizkit: Quizkit, friends: Path) -> None:
    """Else answers to both would be recorded under the same ids."""
    other = shutil.copytree(friends, friends.parent / "x" / "friends")
    quizkit("config", "bank", "add", friends)
    ran = quizkit("list", "--bank", other)
    assert ran.code == 2 and str(friends) in ran.stderr and "--name" in ran.stderr


def test_the_bundled_bank_by_its_path_has_no_prefix(
    quizkit: Quizkit, friends: Path, root: Path
) -> None:
    ran = quizkit("list", "--json", "--bank", root / "exercises")
    assert OWN in ids(ran) and not any(":" in id for id in ids(ran))


def test_an_installed_package_brings_its_bank_and_is_not_imported(
    quizkit: Quizkit, friends: Path, root: Path, tmp_path: Path
) -> None:
    env = with_path(root, package(tmp_path / "site", friends))
    for _ in ("looked for", "kept"):
        ran = quizkit("list", "--json", env=env)
        assert ran.code == 0 and "mates:a-bug" in ids(ran) and OWN in ids(ran)
    assert quizkit("list", "--json", "--bank", "mates", env=env).json["questions"][0]["id"] == (
        "mates:a-choice"
    )
    (row,) = quizkit("config", "bank", "--json", env=env).json["banks"]
    assert (row["name"], row["origin"]) == ("mates", "package")
    assert "mates:a-bug" not in ids(quizkit("list", "--json")), "without the package it is gone"


@pytest.mark.parametrize(
    ("name", "value"), [("Mates", "mates_bank"), ("mates", "no_such_package"), ("mates", "..")]
)
def test_a_package_with_a_faulty_entry_is_one_line(
    quizkit: Quizkit, friends: Path, root: Path, tmp_path: Path, name: str, value: str
) -> None:
    env = with_path(root, package(tmp_path / "site", friends, name, value))
    ran = quizkit("show", OWN, env=env)
    assert ran.code == 0 and ran.stderr.count("\n") == 1


def test_what_was_found_installed_is_kept_until_something_is_installed(
    quizkit: Quizkit, friends: Path, root: Path, tmp_path: Path, home: Path
) -> None:
    folder = package(tmp_path / "site", friends)
    env = with_path(root, folder)
    quizkit("list", env=env)
    kept = home / "cache" / "installed.json"
    told = json.loads(kept.read_text("utf-8"))
    ran = quizkit("list", env=env, flags=("-X", "importtime"))
    assert "importlib.metadata" not in ran.stderr
    shutil.rmtree(folder / "mates_bank-1.0.dist-info")
    assert "mates:a-bug" not in ids(quizkit("list", "--json", env=env))
    assert json.loads(kept.read_text("utf-8")) != told
