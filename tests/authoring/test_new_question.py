"""`bank new question` writes a draft that is valid and proved; `bank check` tells what is left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quizkit.bank import load, survey
from quizkit.model import Kind

Quizkit = Callable[..., Any]


def new(
    quizkit: Quizkit, name: str, *more: object, kind: str = "choice", topic: str = "cnn"
) -> Any:
    """One run of the command."""
    return quizkit("bank", "new", "question", name, "--kind", kind, "--topic", topic, *more)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("kind", [str(kind) for kind in Kind])
def test_a_new_question_is_a_valid_draft_and_proved(
    quizkit: Quizkit, tmp_path: Path, kind: str, lang: str
) -> None:
    ran = new(quizkit, "my-idea", "--lang", lang, kind=kind.replace("_", "-"))
    assert ran.code == 0 and ran.stdout == "questions/cnn.yaml\n"
    bank, faults = survey(Path("."))
    assert not faults and bank.drafts == ("my-idea",) and not bank.index
    assert str(bank.question("my-idea").kind) == kind
    text = Path("questions/cnn.yaml").read_text("utf-8")
    assert text.count("  # ") > 8 and "#@" not in text and "@ID@" not in text
    checked = quizkit("bank", "check", ".", "--only", "my-idea", "--json")
    assert checked.code == 0 and checked.json["counts"]["failed"] == 0
    assert checked.json["drafts"] == ["my-idea"]
    assert {"title", "explanation", "sources[0]"} <= set(checked.json["left"]["my-idea"])


def test_what_is_left_gets_less_until_the_draft_is_done(quizkit: Quizkit, tmp_path: Path) -> None:
    new(quizkit, "my-idea", kind="predict")
    file = Path("questions/cnn.yaml")
    file.write_text(file.read_text("utf-8").replace("TODO: ", ""), encoding="utf-8")
    told = quizkit("bank", "check", ".", "--only", "my-idea")
    assert told.code == 0 and "take `draft: true` out" in told.stdout
    text = file.read_text("utf-8")
    file.write_text(text.replace(', zh: "几个词"', ""), encoding="utf-8")
    told = quizkit("bank", "check", ".", "--only", "my-idea")
    assert "title.zh" in told.stdout and max(map(len, told.stdout.splitlines())) <= 80
    lines = [line for line in text.splitlines() if "draft:" not in line]
    file.write_text("\n".join(lines), encoding="utf-8")
    assert list(survey(Path("."))[0].index) == ["my-idea"]


def test_a_reminder_is_a_fault_once_the_question_is_no_draft(quizkit: Quizkit) -> None:
    new(quizkit, "my-idea")
    file = Path("questions/cnn.yaml")
    file.write_text(file.read_text("utf-8").replace("draft: true", "draft: false"), "utf-8")
    ran = quizkit("bank", "check", ".")
    assert ran.code == 3 and "my-idea.title.en" in ran.stdout


@pytest.mark.parametrize("cached", [False, True])
def test_a_draft_is_not_offered_and_is_found_by_its_id(
    quizkit: Quizkit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cached: bool
) -> None:
    monkeypatch.setenv("QUIZKIT_HOME", str(tmp_path / "own"))
    new(quizkit, "my-idea")
    for _ in range(1 + cached):
        bank = load([Path(".")])
    assert not bank.index and bank.drafts == ("my-idea",)
    assert bank.find("My Idea").id == "my-idea" and bank.question("my-idea").draft
    assert quizkit("show", "my-idea", "--bank", ".").code == 0


def test_entries_are_added_behind_what_is_there(quizkit: Quizkit, root: Path) -> None:
    Path("questions").mkdir()
    held = (root / "exercises/questions/cnn.yaml").read_text("utf-8")
    file = Path("questions/mine.yaml")
    file.write_text(held, encoding="utf-8")
    assert new(quizkit, "one-more", topic="卷积").stdout == "questions/mine.yaml\n"
    assert file.read_text("utf-8").startswith(held.rstrip("\n"))
    flat = "\n".join(line[2:] if line.startswith("  ") else line for line in held.splitlines())
    file.write_text(flat, encoding="utf-8")
    assert new(quizkit, "one-more", kind="open").code == 0, "entries without an indentation"
    bank, faults = survey(Path("."))
    assert bank.drafts == ("one-more",) and {fault.code for fault in faults} <= {"unknown_related"}


def test_print_writes_nothing(quizkit: Quizkit) -> None:
    ran = new(quizkit, "my-idea", "--print")
    assert ran.code == 0 and ran.stdout.startswith("  - id: my-idea\n") and not ran.stderr
    assert not list(Path(".").iterdir())


def test_json_holds_the_entry_and_where_it_went(quizkit: Quizkit) -> None:
    told = new(quizkit, "my-idea", "--json").json
    assert (told["id"], told["kind"], told["topic"]) == ("my-idea", "choice", "cnn")
    assert told["entry"] in Path(told["file"]).read_text("utf-8")


def test_a_taken_or_impossible_name_a_kind_or_a_topic_is_said(quizkit: Quizkit) -> None:
    new(quizkit, "my-idea")
    before = Path("questions/cnn.yaml").read_bytes()
    for ran, word in (
        (new(quizkit, "my-idea"), "my-idea"),
        (new(quizkit, "My Idea"), "my-idea"),
        (new(quizkit, "other", kind="essay"), "find_bug"),
        (new(quizkit, "other", topic="cookery"), "cookery"),
        (new(quizkit, "other", "--bank", "nowhere"), "nowhere"),
    ):
        assert (ran.code, ran.stdout) == (2, "") and word in ran.stderr
        assert len(ran.stderr.splitlines()) == 1
    assert Path("questions/cnn.yaml").read_bytes() == before


def test_a_file_that_cannot_be_added_to_is_left_as_it_is(quizkit: Quizkit) -> None:
    Path("questions").mkdir()
    file = Path("questions/cnn.yaml")
    for text, code in (("topic: cnn\nquestions: []\n", 2), ("topic: cnn\nquestions: [\n", 3)):
        file.write_text(text, encoding="utf-8")
        ran = new(quizkit, "my-idea")
        assert (ran.code, file.read_text("utf-8")) == (code, text) or code == 3
    file.write_text("topic: cnn\nquestions: []\n", encoding="utf-8")
    assert "--print" in new(quizkit, "my-idea").stderr
