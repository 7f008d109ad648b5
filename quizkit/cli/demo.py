"""`quizkit demo`: the whole main job on the bundled content, without a prompt."""

from __future__ import annotations

from pathlib import Path

import typer

from quizkit.bank import load
from quizkit.cli import common
from quizkit.cli.early import take_grader
from quizkit.grading.client import Grader, fresh_seed
from quizkit.model import Exercise, Framework, Graded, Verdict, VerdictKind
from quizkit.model import Submission as Given

QUESTION, ANSWER = "detach-constant", "6"
EXERCISE, WRONG = "embedding", "overwritten_rows"
HELP = """See a question answered and two submissions graded; no prompt.

Example:

  quizkit demo --lang zh
"""
app = typer.Typer()


@app.command(help=HELP)
def demo() -> int:
    from quizkit.cli.answers import show_marked, show_question

    bank = load()
    grader = take_grader("")
    grader.start("numpy")
    question, exercise = common.question(bank, QUESTION), common.exercise(bank, EXERCISE)
    with grader:
        common.out(f"== {common.say('cli.demo_question')}\n")
        show_question(question)
        common.out(f"> {ANSWER}\n")
        show_marked(question, ANSWER, {})
        right = _graded(grader, exercise, "demo_right", "solution_numpy.py")
        wrong = _graded(grader, exercise, "demo_wrong", f"wrong/{WRONG}_numpy.py")
    mistake = next(item for item in exercise.wrong if item.name == WRONG).mistake
    common.out(f"  {common.say('cli.sure', mistake=mistake.of(common.lang()))}\n")
    named = [check.id for check in wrong.checks if check.code == "wrong_value"]
    if right.verdict is not VerdictKind.ACCEPTED or named[:1] != ["gradient_embedding_weight"]:
        common.err(common.say("cli.demo_failed"))
        return 4
    common.out(common.say("cli.demo_next"))
    return 0


def _graded(grader: Grader, exercise: Exercise, title: str, name: str) -> Verdict:
    from quizkit.report.terminal import render

    source = (Path(exercise.folder) / name).read_bytes()
    given = Given.of(exercise.id, Framework.NUMPY, Path(name).name, source)
    verdict = grader.grade(given, exercise, [fresh_seed()], explain=True)[-1]
    common.out(f"\n== {common.say(f'cli.{title}')}\n")
    common.out("\n".join(render(Graded((verdict,)), common.lang(), width=common.width())))
    return verdict
