"""`quizkit bank export`, `quizkit bank import`: questions as cards of other programs, and back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from quizkit.authoring.cards import Note, Read
from quizkit.cli import banks, common
from quizkit.errors import EnvironmentFault, FileProblem, UnknownId, UsageError
from quizkit.model import AnyQuestion

if TYPE_CHECKING:
    from quizkit.authoring.entry import Place

EXPORT = """Write questions as cards: Markdown (everything), Moodle's GIFT, or Anki.

Examples:

  quizkit bank export > cards.md                    both languages, reads back unchanged

  quizkit bank export --topic cnn --lang zh -o cnn.md

  quizkit bank export --format gift -o moodle.txt   Moodle: question bank, import, GIFT

  quizkit bank export --format anki -o deck.apkg    needs: pip install genanki

  quizkit bank export --format anki -o deck.txt     Anki: File, Import; needs nothing
"""
IMPORT = """Take in cards as drafts: Markdown, GIFT, an Anki package or text export.

Examples:

  quizkit bank import cards.md --bank ~/mybank

  quizkit bank import moodle.gift --topic training --bank ~/mybank

  quizkit bank import deck.apkg --topic attention --print

What a card cannot carry is said. Then: quizkit bank check ~/mybank
"""
FORMATS = ("md", "gift", "anki")
SUFFIXES = {".md": "md", ".markdown": "md", ".gift": "gift", ".apkg": "apkg", ".tsv": "anki",
            ".csv": "anki", ".colpkg": "apkg"}  # fmt: skip
LARGEST = 50_000_000


def export(
    format_: str = typer.Option("", "--format", "-f", help="md (the default), gift or anki."),
    topic: str = typer.Option("", "--topic", "-t", help="One topic, in either language."),
    only: list[str] = typer.Option([], "--only", help="Only this question."),
    seed: int = typer.Option(0, "--seed", "-s", min=0, help="The numbers of numeric questions."),
    output: Path = typer.Option(None, "--output", "-o", help="Write there; .apkg for a package."),
    json_: bool = typer.Option(False, "--json", "-j", help="What was written and lost, as JSON."),
) -> int:
    chosen = _format(format_, output)
    if json_ and output is None:
        raise UsageError("json_needs_output")
    bank = common.bank()
    about = bank.match_topic(topic) if topic else ""
    wanted = [bank.resolve(name) for name in only] or list(bank.index)
    found = [common.question(bank, name) for name in wanted]
    found = [question for question in found if about in ("", question.topic)]
    notes = _written(found, chosen, seed, output)
    if json_:
        told = [{"code": note.code, "count": int(note.what)} for note in notes]
        common.out_json({"schema": "quizkit.export/1", "format": chosen, "file": str(output),
                         "questions": [q.id for q in found], "not_carried": told})  # fmt: skip
        return 0
    if output is not None:
        common.err(common.say("cards.exported", count=len(found), file=output))
    _tell(notes)
    return 0


def _format(format_: str, output: Path | None) -> str:
    """The format of an option, or of the file's name."""
    named = SUFFIXES.get(output.suffix.lower(), "") if output is not None else ""
    chosen = format_ or {"apkg": "anki"}.get(named, named) or "md"
    if chosen not in FORMATS:
        raise UsageError("bad_setting", name="--format", value=chosen, known=", ".join(FORMATS))
    return chosen


def _written(
    found: Sequence[AnyQuestion], format_: str, seed: int, output: Path | None
) -> Sequence[Note]:
    """Write the questions; what the format cannot hold of them."""
    if format_ == "md":
        from quizkit.authoring.cards import markdown

        lang = common.lang() if common.Speech.asked else None
        _put(markdown.write(found, lang), output)
        return [] if lang is None else [Note("", "lost_language", str(len(found)))]
    from quizkit.authoring.cards import anki, gift
    from quizkit.authoring.cards.flat import flat, losses

    cards = [flat(question, common.lang(), seed) for question in found]
    if format_ == "gift":
        _put(gift.write(cards), output)
    elif output is not None and output.suffix.lower() == ".apkg":
        try:
            anki.package(cards, output)
        except ImportError:
            raise EnvironmentFault("needs_genanki", file=output.with_suffix(".txt")) from None
        except OSError as error:
            raise FileProblem("unwritable", file=str(output), why=error.strerror) from error
    else:
        _put(anki.text(cards), output)
    return losses(found, format_)


def _put(text: str, output: Path | None) -> None:
    if output is None:
        common.out(text.rstrip("\n"))
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise FileProblem("unwritable", file=str(output), why=error.strerror) from error


def take_in(
    file: Path = typer.Argument(..., metavar="FILE", help=".md, .gift, .apkg, .txt, .tsv or .csv."),
    format_: str = typer.Option("", "--format", "-f", help="md, gift or anki; else by the name."),
    topic: str = typer.Option("", "--topic", "-t", help="The topic of cards that name none."),
    only_print: bool = typer.Option(False, "--print", help="Print the entries, write nothing."),
    json_: bool = typer.Option(False, "--json", "-j", help="As JSON."),
) -> int:
    from quizkit.authoring.entry import Place

    place = Place.of(banks.folder() or Path("."))
    about = place.topic(topic) if topic else ""
    read = _read(file, format_, about)
    drafts, notes = _drafts(place, read, file.name, about)
    files = []
    for name, texts in drafts.items():
        if not only_print:
            files.append(str(place.append(name, texts)))
    count = sum(map(len, drafts.values()))
    if json_:
        told = [note._asdict() for note in notes]
        common.out_json({"schema": "quizkit.import/1", "drafts": count, "files": files,
                         "not_carried": told, "entries": drafts})  # fmt: skip
        return 0
    if only_print:
        for name, texts in drafts.items():
            common.out(f"topic: {name}\nquestions:\n" + "\n".join(texts).rstrip("\n"))
    _tell(notes)
    if not count:
        raise FileProblem("no_cards", file=str(file))
    for path in files:
        common.out(path)
    if files:
        common.err(common.say("cards.imported", count=count, bank=place.path))
    return 0


def _read(file: Path, format_: str, topic: str) -> Read:
    """The cards of a file; FileProblem where it cannot be read."""
    from quizkit.authoring.cards import anki, gift, markdown

    text = ""
    kind = format_ or SUFFIXES.get(file.suffix.lower(), "")
    if kind and kind not in (*FORMATS, "apkg"):
        raise UsageError("bad_setting", name="--format", value=kind, known=", ".join(FORMATS))
    apkg = kind == "apkg" or (kind == "anki" and file.suffix.lower() in (".apkg", ".colpkg"))
    try:
        if file.stat().st_size > LARGEST:
            raise FileProblem("too_large", file=str(file), size=file.stat().st_size, limit=LARGEST)
        if not apkg:
            text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise FileProblem("no_card_file", file=str(file)) from None
    except UnicodeDecodeError:
        raise FileProblem("unreadable", file=str(file), why="not UTF-8") from None
    except OSError as error:
        raise FileProblem("unreadable", file=str(file), why=error.strerror) from error
    if apkg:
        return anki.read_package(file, topic)
    text = text.replace("\r\n", "\n")
    kind = kind or ("anki" if text.startswith("#") and ":" in text.split("\n", 1)[0] else "gift")
    return {"md": markdown.read, "gift": gift.read, "anki": anki.read_text}[kind](text, topic)


def _drafts(
    place: Place, read: Read, source: str, topic: str
) -> tuple[dict[str, list[str]], list[Note]]:
    """The entries as YAML by topic, and all that is to be said."""
    from quizkit.authoring.cards import emit
    from quizkit.authoring.cards.entries import completed, related

    taken, notes = place.taken(), list(read.notes)
    made: list[tuple[str, dict[str, Any]]] = []
    for entry in read.entries:
        try:
            about = place.topic(str(entry.get("topic") or "-"))
        except UnknownId:
            about = topic
        if not about:
            name = str(entry.get("id") or entry.get("title") or "-")
            notes.append(Note(name, "no_topic", str(entry.get("topic") or "-")))
            continue
        draft, more = completed(entry, source, taken)
        notes += more
        made.append((about, draft))
    notes += related([draft for _, draft in made], taken)
    drafts: dict[str, list[str]] = {}
    for about, draft in made:
        drafts.setdefault(about, []).append(emit.entry(draft))
    return drafts, notes


def _tell(notes: Sequence[Note]) -> None:
    """What was not carried, a line each, on standard error."""
    for note in dict.fromkeys(notes):
        common.err(common.say(f"cards.{note.code}", card=note.card, what=note.what))
