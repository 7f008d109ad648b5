"""`quizkit show`: the statement of an exercise or a question."""

from __future__ import annotations

from pathlib import Path

import typer

from quizkit.cli import common
from quizkit.model import Exercise

HELP = """Show a statement.

Examples:

  quizkit show embedding

  quizkit show detach-constant --lang zh
"""
app = typer.Typer()


def statement(item: Exercise) -> str:
    """The statement in the language of this run; of a draft, in the one it has."""
    file = Path(item.folder) / f"prompt.{common.lang()}.md"
    if item.draft and not file.is_file():
        file = next(iter(sorted(file.parent.glob("prompt.*.md"))), file)
    return file.read_text(encoding="utf-8")


@app.command(help=HELP)
def show(
    name: str = typer.Argument(..., metavar="ID"),
    json_: bool = typer.Option(False, "--json", "-j", help="As JSON."),
) -> int:
    item = common.bank().find(name)
    if not isinstance(item, Exercise):
        from quizkit.cli.answers import question_object, show_question

        if json_:
            common.out_json(question_object(item))
        else:
            show_question(item)
        return 0
    if json_:
        told = {"id": item.id, "topic": item.topic, "difficulty": str(item.difficulty)}
        told |= {"title": item.title.of(common.lang()), "statement": statement(item)}
        common.out_json(told | {"frameworks": [str(f) for f in item.frameworks]})
        return 0
    from quizkit.cli.screen import print_text, show_related

    print_text(statement(item))
    show_related(item.related)
    return 0
