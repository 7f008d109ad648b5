"""`bank export` and `bank import` on the command line: files, exit codes, what is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quizkit.bank import survey

Quizkit = Callable[..., Any]
TOPIC = "cnn"


@pytest.mark.parametrize(("name", "lang"), [("c.md", "zh"), ("c.gift", "en"), ("c.txt", "zh")])
def test_a_topic_goes_out_and_comes_back_as_drafts_that_are_proved(
    quizkit: Quizkit, name: str, lang: str
) -> None:
    format_ = {"c.txt": "anki", "c.gift": "gift"}.get(name, "md")
    args = ("--topic", TOPIC, "--format", format_, "-o", name, "--json", "--lang", lang)
    out = quizkit("bank", "export", *args)
    assert out.code == 0, out.stderr
    assert (out.json["format"], out.json["file"]) == (format_, name)
    assert "lost_language" in {note["code"] for note in out.json["not_carried"]}
    Path("mine").mkdir()
    taken = quizkit("bank", "import", name, "--bank", "mine", "--lang", lang)
    assert (taken.code, taken.stdout) == (0, f"mine/questions/{TOPIC}.yaml\n"), taken.stderr
    bank, faults = survey(Path("mine"))
    assert not faults and list(bank.drafts) == out.json["questions"] and not bank.index
    checked = quizkit("bank", "check", "mine", "--json").json
    kinds = {bank.question(name).kind for name in bank.drafts}
    assert checked["counts"]["failed"] == 0 and len(kinds) > 1
    assert set(checked["drafts"]) == set(bank.drafts)


def test_without_a_language_markdown_has_both_and_loses_nothing(quizkit: Quizkit) -> None:
    out = quizkit("bank", "export", "--only", "detach-constant")
    assert out.code == 0 and out.stderr == "" and "### prompt (zh)" in out.stdout
    Path("c.md").write_text(out.stdout, encoding="utf-8")
    printed = quizkit("bank", "import", "c.md", "--print")
    assert printed.stdout.startswith("topic: autograd\nquestions:\n  - id: detach-constant\n")
    assert not Path("questions").exists()


def test_an_id_that_is_taken_becomes_another_and_is_said(quizkit: Quizkit) -> None:
    quizkit("bank", "export", "--only", "detach-constant", "-o", "c.md")
    quizkit("bank", "import", "c.md")
    ran = quizkit("bank", "import", "c.md")
    assert ran.code == 0 and "detach-constant-2" in ran.stderr
    assert survey(Path("."))[0].drafts == ("detach-constant", "detach-constant-2")


def test_cards_without_a_topic_are_named_and_left_out(quizkit: Quizkit) -> None:
    Path("c.md").write_text("## One\n\n### answer\nIt shares memory.\n", encoding="utf-8")
    ran = quizkit("bank", "import", "c.md")
    assert (ran.code, ran.stdout) == (2, "") and "--topic" in ran.stderr
    assert quizkit("bank", "import", "c.md", "-t", "自动求导").code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (("import", "nowhere.md"), 2, "nowhere.md"),
        (("import", "bad.apkg"), 2, "bad.apkg"),
        (("import", "latin.md"), 2, "UTF-8"),
        (("import", "bad.apkg", "--format", "docx"), 2, "gift"),
        (("export", "--format", "pdf"), 2, "gift"),
        (("export", "--only", "no-such"), 2, "no-such"),
        (("export", "--json"), 2, "--output"),
        (("export", "-o", "no/such/folder.md"), 2, "no/such/folder.md"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    quizkit: Quizkit, arguments: tuple[str, ...], code: int, word: str
) -> None:
    Path("bad.apkg").write_bytes(b"no")
    Path("latin.md").write_bytes(b"# \xe9\n")
    ran = quizkit("bank", *arguments)
    assert (ran.code, ran.stdout) == (code, "") and word in ran.stderr
    assert len(ran.stderr.splitlines()) == 1
