"""A draft may lack a language; it is found by its id and not offered to learners."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from quizkit.bank import load, survey
from quizkit.model import Text

VALID = Path(__file__).resolve().parents[1] / "bank" / "valid"


@pytest.fixture
def english_only(tmp_path: Path) -> Path:
    """The valid bank; its exercise says everything in English alone."""
    bank = tmp_path / "bank"
    shutil.copytree(VALID, bank)
    (bank / "relu" / "prompt.zh.md").unlink()
    file = bank / "relu" / "exercise.yaml"
    text = file.read_text("utf-8")
    changed = re.sub(r', zh: ("[^"]*"|[^},]*)}', "}", text)
    assert changed != text
    file.write_text(changed, "utf-8")
    return bank


def make_draft(bank: Path) -> None:
    """Mark the exercise of `bank` as a draft."""
    file = bank / "relu" / "exercise.yaml"
    file.write_text(file.read_text("utf-8") + "draft: true\n", "utf-8")


def test_without_the_mark_a_missing_language_is_a_fault(english_only: Path) -> None:
    codes = {fault.code for fault in survey(english_only)[1]}
    assert codes == {"language_missing"}


def test_a_draft_says_the_same_in_both_languages(english_only: Path) -> None:
    make_draft(english_only)
    bank, faults = survey(english_only)
    assert faults == ()
    title = bank.exercise("relu").title
    assert title == Text(title.en, title.en)


def test_a_draft_is_found_by_its_id_and_not_offered(english_only: Path) -> None:
    assert [item.id for item in load([VALID]).offered] == ["relu"]
    make_draft(english_only)
    bank = load([english_only], cached=False)
    assert list(bank.offered) == []
    assert bank.exercise("relu").draft


@pytest.mark.parametrize("slug", ["relu", "two-words"])
def test_the_grader_is_named_after_the_folder(slug: str) -> None:
    """Not after the id, before which the name of another's bank stands; hyphens are underscores."""
    there = replace(load([VALID]).exercise("relu"), id=f"other:{slug}", folder=f"/bank/{slug}")
    assert there.grader == f"test_{slug.replace('-', '_')}.py"
