"""`quizkit solve`: the reference answer of an exercise or a question, with its explanation."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import typer

from quizkit.cli import common, difference
from quizkit.errors import StoreError
from quizkit.model import Exercise, Framework

HELP = """Show the reference answer.

Examples:

  quizkit solve embedding --framework numpy

  quizkit solve embedding -f torch --raw > embedding.py

  quizkit solve embedding --diff embedding.py   where yours differs in meaning

  quizkit solve detach-constant

  quizkit solve detach-constant --run   runs the code that shows it
"""
app = typer.Typer()


@app.command(help=HELP)
def solve(
    name: str = typer.Argument(..., metavar="ID"),
    framework: str = typer.Option("", "--framework", "-f", help="numpy or torch."),
    raw: bool = typer.Option(False, "--raw", help="The source alone, ready to be graded."),
    diff: Path = typer.Option(None, "--diff", help="Compare this file by meaning."),
    run: bool = typer.Option(False, "--run", help="Run the code that shows a question's answer."),
    json_: bool = typer.Option(False, "--json", "-j", help="As JSON."),
) -> int:
    bank = common.bank()
    if run:
        from quizkit.cli.runs import show_run

        return show_run(common.question(bank, name), json_)
    item = bank.find(name)
    if not isinstance(item, Exercise):
        from quizkit.cli.answers import show_answer

        return show_answer(item, json_)
    option = common.framework(framework)
    given = difference.submitted(bank, item, diff, option) if diff is not None else None
    chosen = option or (given.framework if given else common.default_framework(item.frameworks))
    common.check_framework(item, chosen)
    if given is not None:
        allowed = json_ or raw or _may_show(item, chosen)
        return difference.show(item, given, json_) if allowed else 0
    source = difference.solution(item, chosen)
    if raw:
        remember(item)
        common.out(f"# quizkit: {item.id} {chosen}\n{source}".rstrip("\n"))
        return 0
    if json_:
        remember(item)
        told = {"id": item.id, "framework": str(chosen), "source": source}
        common.out_json(told | {"explanation": item.explanation.of(common.lang())})
        return 0
    if not _may_show(item, chosen):
        return 0
    remember(item)
    _show(item, source)
    return 0


def remember(item: Exercise) -> None:
    """That the solution was shown: who then writes it has still to write it from memory.

    Where that cannot be kept, the solution is shown all the same.
    """
    from quizkit.progress import SOLUTION

    with suppress(StoreError), common.store(readonly=False) as store:
        store.note_hint(item.id, SOLUTION)


def _may_show(item: Exercise, framework: Framework) -> bool:
    if not common.interactive():
        return True
    with common.store() as store:
        if store.status(item.id, framework) == "accepted":
            return True
    return typer.confirm(common.say("cli.show_unsolved", name=item.id))


def _show(item: Exercise, source: str) -> None:
    from quizkit.cli.screen import print_code, print_text, show_related

    print_code(source)
    common.out()
    print_text(item.explanation.of(common.lang()))
    common.out()
    for follow_up in item.follow_ups:
        print_text(f"- {follow_up.of(common.lang())}")
    show_related(item.related)
