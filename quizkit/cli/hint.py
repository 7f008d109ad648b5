"""`quizkit hint`: first the hint aimed at the last failure, then the ladder of the exercise."""

from __future__ import annotations

from dataclasses import dataclass

import typer

from quizkit.cli import common
from quizkit.errors import StoreError
from quizkit.model import Exercise, Misconception, VerdictKind
from quizkit.progress import Store

HELP = """Show the next hint of an exercise: about your last failure, then from gentle to plain.

Examples:

  quizkit hint embedding

  quizkit hint embedding --all
"""
AIMED = 0  # the number under which the record keeps hints that are not of the ladder
app = typer.Typer()


@dataclass(frozen=True, slots=True)
class Shown:
    """A hint to show: its number in the ladder, or AIMED and the mistake that it is about."""

    number: int
    head: str
    text: str
    misconception: str | None = None


@app.command(help=HELP)
def hint(
    name: str = typer.Argument(..., metavar="EXERCISE"),
    every: bool = typer.Option(False, "--all", help="All hints at once."),
    json_: bool = typer.Option(False, "--json", "-j", help="As JSON."),
) -> int:
    item = common.exercise(common.bank(), name)
    with common.store() as store:
        hints = chosen(store, item, every)
    if json_:
        told = [
            {"number": h.number, "text": h.text, "misconception": h.misconception} for h in hints
        ]
        common.out_json({"id": item.id, "hints": told})
    else:
        from quizkit.cli.screen import print_text

        for each in hints:
            common.out(each.head)
            print_text(each.text)
    note(item, hints)
    return 0


def chosen(store: Store, item: Exercise, every: bool) -> list[Shown]:
    """The next hint; with `every` those about the last failure and the whole ladder."""
    total = len(item.hints)
    about = [aimed_hint(found) for found in mistakes(store, item, every)]
    if every:
        return [*about, *(of_ladder(item, number) for number in range(1, total + 1))]
    number = min(store.hint_reached(item.id) + 1, total)
    return about[:1] or [of_ladder(item, number)]


def mistakes(store: Store, item: Exercise, every: bool) -> list[Misconception]:
    """The known mistakes of the last attempt whose hints were not shown since, or with `every` all.

    None where the last attempt was accepted.
    """
    attempts = store.attempts(item.id)
    if not attempts or attempts[-1].verdict is VerdictKind.ACCEPTED:
        return []
    told = store.last_verdict(item.id, attempts[-1].framework) or {}
    names = [found.get("misconception") for found in told.get("diagnosis", ())]
    known = {found.id: found for found in item.misconceptions}
    seen = 0 if every else store.aimed_hints_shown(item.id, attempts[-1].at)
    return [known[name] for name in names if name in known][seen:]


def aimed_hint(found: Misconception) -> Shown:
    """The hint about a mistake."""
    lang = common.lang()
    head = common.say("diagnosis.hint", title=found.title.of(lang))
    return Shown(AIMED, head, found.hint.of(lang), found.id)


def of_ladder(item: Exercise, number: int) -> Shown:
    """Hint `number` of the exercise."""
    head = common.say("cli.hint", number=number, total=len(item.hints))
    return Shown(number, head, item.hints[number - 1].of(common.lang()))


def note(item: Exercise, hints: list[Shown]) -> None:
    """Remember what was shown, an aimed hint once; where that fails it stands, with a warning."""
    try:
        with common.store(readonly=False) as store:
            unseen = {found.id for found in mistakes(store, item, every=False)}
            for _ in [h for h in hints if h.misconception in unseen]:
                store.note_hint(item.id, AIMED)
            if hints[-1].number != AIMED:
                store.note_hint(item.id, hints[-1].number)
    except StoreError as error:
        common.err(common.word(error))
