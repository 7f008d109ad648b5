"""Each folder of `scenarios/` is a bank with one kind of mistake: its name is the fault's code."""

from __future__ import annotations

from pathlib import Path

import pytest
from bank_support import EXPECTED, SCENARIOS, overlaid

from quizkit.bank import load, survey
from quizkit.bank.faults import Fault
from quizkit.errors import ContentError
from quizkit.texts.bank import TEXTS

FOLDERS = sorted(folder for folder in SCENARIOS.iterdir() if folder.is_dir())
ELSEWHERE = {"unreadable", "too_big", "expression_unknown_name"}
"""Faults that no folder can hold; they have tests of their own."""

BESIDE = {"duplicate_key", "unknown_related", "yml"}
"""Faults that leave the question itself readable."""


def faults_of(error: ContentError) -> list[Fault]:
    """The faults that the error holds."""
    return [fault for fault in error.faults if isinstance(fault, Fault)]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_mistake_is_reported_as_the_scenario_says(folder: Path, tmp_path: Path) -> None:
    bank = overlaid(folder, tmp_path / "bank")
    with pytest.raises(ContentError) as caught:
        load([bank])
    worded = str(caught.value).replace(str(bank), "<bank>")
    assert worded.splitlines() == (folder / EXPECTED).read_text("utf-8").splitlines()
    assert folder.name in {fault.code for fault in faults_of(caught.value)}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_fault_is_one_line_in_either_language(folder: Path, tmp_path: Path) -> None:
    _, faults = survey(overlaid(folder, tmp_path / "bank"))
    for fault in faults:
        english, chinese = fault.text("en"), fault.text("zh")
        assert "\n" not in english + chinese
        assert any("\u4e00" <= character <= "\u9fff" for character in chinese)
        assert fault.file in english and fault.key in english and fault.key in chinese


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_is_valid_beside_a_mistake_can_still_be_read(folder: Path, tmp_path: Path) -> None:
    bank, _ = survey(overlaid(folder, tmp_path / "bank"))
    assert [bank.question(id).id for id in bank.index] == list(bank.index)
    if folder.name not in BESIDE:
        assert "this-one" not in bank.index


def test_every_kind_of_fault_has_a_scenario() -> None:
    codes = {key.removesuffix(".fix") for key in TEXTS if key.endswith(".fix")}
    assert codes - ELSEWHERE == {folder.name for folder in FOLDERS}


def test_all_faults_of_a_bank_are_reported_at_once(bank_folder: Path) -> None:
    codes = ("slug", "wrong_type", "unknown_related", "yaml_syntax", "language_missing")
    for code in codes:
        text = (SCENARIOS / code / "questions" / "extra.yaml").read_text("utf-8")
        (bank_folder / "questions" / f"{code}.yaml").write_text(text, "utf-8")
    with pytest.raises(ContentError) as caught:
        load([bank_folder])
    found = [fault.code for fault in faults_of(caught.value)]
    assert {"slug", "wrong_type", "yaml_syntax", "language_missing", "duplicate_id"} <= set(found)
    assert found.count("wrong_type") == 6
    places = [(fault.file, fault.line or 0) for fault in faults_of(caught.value)]
    assert places == sorted(places)


def test_a_file_that_cannot_be_read_hides_what_it_holds_and_not_more(bank_folder: Path) -> None:
    """Ids of a broken file are unknown, so nobody is told that `related` names one of them."""
    (bank_folder / "questions" / "losses.yaml").write_text("topic: [", "utf-8")
    _, faults = survey(bank_folder)
    assert [fault.code for fault in faults] == ["yaml_syntax"]


def test_a_file_over_the_limit_is_refused_unread(bank_folder: Path) -> None:
    (bank_folder / "questions" / "big.yaml").write_text("# " + "x" * 2_000_000, "utf-8")
    _, faults = survey(bank_folder)
    assert [fault.code for fault in faults] == ["too_big"]


def test_an_unreadable_file_is_a_fault(bank_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    _, faults = survey(bank_folder)
    assert {fault.code for fault in faults} == {"unreadable"}
    assert "Permission denied" in str(faults[0])
