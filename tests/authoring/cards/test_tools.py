"""The real programs read what is written: genanki and Anki itself, a GIFT parser."""

from __future__ import annotations

import io
import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from quizkit.authoring.cards import anki, gift
from quizkit.authoring.cards.flat import flat
from quizkit.bank import load
from quizkit.errors import FileProblem
from quizkit.model import Kind

pytestmark = pytest.mark.filterwarnings("ignore")  # what these programs warn about is theirs
BANK = load()
CARDS = [flat(BANK.question(name), "en", 3) for name in BANK.index]


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole bank as a package."""
    pytest.importorskip("genanki", reason="genanki is not installed here")
    file = tmp_path_factory.mktemp("deck") / "deck.apkg"
    anki.package(CARDS, file)
    return file


def test_anki_takes_in_every_note_of_the_package(deck: Path, tmp_path: Path) -> None:
    pytest.importorskip("anki", reason="anki is not installed here")
    from anki.collection import Collection, ImportAnkiPackageRequest

    collection = Collection(str(tmp_path / "collection.anki2"))
    try:
        collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(deck)))
        notes = [collection.get_note(number) for number in collection.find_notes("")]
        told = {note["Id"]: note for note in notes}
        assert set(told) == {card.id for card in CARDS}
        for card in CARDS:
            assert list(told[card.id].fields) == anki.fields(card)
            assert sorted(told[card.id].tags) == sorted(anki.tags(card))
        rendered = notes[0].cards()[0].answer()
        assert "<hr id=answer>" in rendered
    finally:
        collection.close()


def test_a_package_reads_back_like_the_text_file(deck: Path) -> None:
    mine, theirs = anki.read_text(anki.text(CARDS)), anki.read_package(deck)
    assert sorted(mine.entries, key=lambda e: e["id"]) == sorted(
        theirs.entries, key=lambda e: e["id"]
    )
    assert {entry["topic"] for entry in theirs.entries} == {card.topic for card in CARDS}
    options = [e for e in theirs.entries if e["kind"] == "choice"]
    assert len(options) == sum(card.kind is Kind.CHOICE for card in CARDS)


def test_a_file_that_is_no_package_is_said(tmp_path: Path) -> None:
    file = tmp_path / "x.apkg"
    file.write_bytes(b"PK\x03\x04 no")
    with pytest.raises(FileProblem, match="no_package"):
        anki.read_package(file)
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("collection.anki21b", b"(\xb5/\xfd")
        archive.writestr("collection.anki2", b"")
    with pytest.raises(FileProblem, match="newer_package"):
        anki.read_package(file)
    with closing(sqlite3.connect(tmp_path / "c")) as db:
        db.execute("CREATE TABLE col (models TEXT)")
    with zipfile.ZipFile(file, "w") as archive:
        archive.write(tmp_path / "c", "collection.anki2")
    with pytest.raises(FileProblem, match="no_package"):
        anki.read_package(file)


def test_a_gift_parser_reads_every_question() -> None:
    parser = pytest.importorskip("pygiftparser.parser", reason="pygiftparser is not installed")
    found = list(parser.parseFile(io.StringIO(gift.write(CARDS))))
    assert len(found) == len(CARDS)
    texts = [re.sub(r"\s+", " ", question.text or "") for question in found]
    for card, text in zip(CARDS, texts, strict=True):
        words = re.findall(r"[A-Za-z]{4,}", card.prompt)[:3]
        assert all(word in text for word in words), card.id
