"""`quizkit solve`: the reference answer of an exercise or a question, with its explanation."""

from __future__ import annotations

from pathlib import Path

import typer

from quizkit.cli import common, submissions
from quizkit.model import Exercise, Framework

HELP = """Show the reference answer.

Examples:

  quizkit solve embedding --framework numpy

  quizkit solve embedding -f torch --raw > embedding.py

  quizkit solve detach-constant

  quizkit solve detach-constant --run   runs the code that shows it
"""
app = typer.Typer()


@app.command(help=HELP)
def solve(
    name: str = typer.Argument(..., metavar="ID"),
    framework: str = typer.Option("", "--framework", "-f", help="numpy or torch."),
    raw: bool = typer.Option(False, "--raw", help="The source alone, ready to be graded."),
    diff: Path = typer.Option(None, "--diff", help="What differs from this file."),
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
    chosen = common.framework(framework) or common.default_framework(item.frameworks)
    common.check_framework(item, chosen)
    source = solution(item, chosen)
    if raw:
        common.out(f"# quizkit: {item.id} {chosen}\n{source}".rstrip("\n"))
        return 0
    if json_:
        told = {"id": item.id, "framework": str(chosen), "source": source}
        common.out_json(told | {"explanation": item.explanation.of(common.lang())})
        return 0
    if diff is not None:
        return _show_diff(diff, source)
    if not _may_show(item, chosen):
        return 0
    _show(item, source)
    return 0


def solution(item: Exercise, framework: Framework) -> str:
    """The source of the reference solution."""
    return (Path(item.folder) / f"solution_{framework}.py").read_text(encoding="utf-8")


def _may_show(item: Exercise, framework: Framework) -> bool:
    if not common.interactive():
        return True
    with common.store() as store:
        if store.status(item.id, framework) == "accepted":
            return True
    return typer.confirm(common.say("cli.show_unsolved", name=item.id))


def _show(item: Exercise, source: str) -> None:
    from quizkit.cli.screen import print_code, print_text

    print_code(source)
    common.out()
    print_text(item.explanation.of(common.lang()))
    common.out()
    for follow_up in item.follow_ups:
        print_text(f"- {follow_up.of(common.lang())}")


def _show_diff(path: Path, source: str) -> int:
    import difflib

    mine = submissions.read(path).decode("utf-8", "replace").splitlines()
    lines = list(
        difflib.unified_diff(mine, source.splitlines(), str(path), "solution", lineterm="")
    )
    common.out("\n".join(lines) if lines else common.say("cli.same"))
    return 0
