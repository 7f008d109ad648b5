"""`quizkit ask`: one question, or a session of them."""

from __future__ import annotations

import json
import random
import sys
from dataclasses import astuple
from typing import Any

import typer

from quizkit import quiz
from quizkit.bank import Bank
from quizkit.cli import answers, common
from quizkit.cli.record import Keeper, review_of
from quizkit.cli.today import standing, topics_in_order
from quizkit.errors import UsageError
from quizkit.model import AnyQuestion, Difficulty, Kind
from quizkit.quiz.pick import Filters, choose
from quizkit.quiz.session import Session, begin

HELP = """Ask questions: one by its id, or a session chosen by what is due.

Examples:

  quizkit ask

  quizkit ask --topic rnn --count 5

  quizkit ask detach-constant --answer 3.0
"""
COUNT = 10
BARE = {"filters": ["", "", "", False], "count": COUNT, "seed": None}
"""What plain `quizkit ask` asks for; it resumes whatever was interrupted."""
app = typer.Typer()


@app.command(help=HELP)
def ask(
    name: str = typer.Argument("", metavar="[ID]"),
    topic: str = typer.Option("", "--topic", "-t", help="One topic, in either language."),
    kind: str = typer.Option("", "--kind", help="choice, numeric, predict, find_bug or open."),
    difficulty: str = typer.Option("", "--difficulty", "-l", help="junior, mid or senior."),
    count: int = typer.Option(COUNT, "--count", "-n", min=1, help="How many questions."),
    failed: bool = typer.Option(False, "--failed", help="Those answered wrong last time."),
    seed: int = typer.Option(
        None, "--seed", "-s", min=0, max=2**31 - 1, help="A reproducible session."
    ),
    new: bool = typer.Option(False, "--new", help="Leave an interrupted session alone."),
    answer: str = typer.Option(None, "--answer", help="Answer without a prompt; - reads stdin."),
    no_record: bool = typer.Option(False, "--no-record", help="Leave progress as it is."),
    json_: bool = typer.Option(False, "--json", "-j", help="As JSON; with --answer."),
) -> int:
    bank = common.bank()
    if answer is not None:
        if not name:
            raise UsageError("answer_without_id")
        return answer_once(common.question(bank, name), answer, seed or 0, no_record, json_)
    if name:
        asked = [common.question(bank, name).id]
        return shown(bank, asked) if json_ else session(bank, asked, keeper(no_record), seed)
    chosen = bank.match_topic(topic) if topic else ""
    filters = Filters(chosen, checked_kind(kind), checked_difficulty(difficulty), failed)
    request = {"filters": astuple(filters), "count": count, "seed": seed}
    request = json.loads(json.dumps(request))
    if not json_ and not new and not no_record and common.interactive():
        going = unfinished(bank, request)
        if going is not None:
            return resume(bank, *going, request)
    names = picked(bank, filters, count, seed)
    if json_:
        return shown(bank, names)
    if not names:
        limited = topic or kind or difficulty or failed
        common.out(common.say("quiz.nothing_fits" if limited else "quiz.nothing_due"))
        return 0
    begun = begin(names, drawn_seed(seed))
    return held(bank, begun, keeper(no_record, f"{now_stamp()} {begun.seed}"), {"request": request})


def keeper(no_record: bool, name: str = "") -> Keeper:
    """Who keeps the answers of a session that can be resumed under `name`; needs a terminal."""
    if not common.interactive():
        raise UsageError("needs_terminal")
    return Keeper(name, not no_record)


def picked(bank: Bank, filters: Filters, count: int, seed: int | None) -> list[str]:
    """The questions of a new session."""
    with common.store() as store:
        now = standing(bank, store)
    order = topics_in_order(bank, now)
    return choose(bank.outline, now.latest, now.at, filters, count, seed, order, now.fresh)


def now_stamp() -> str:
    """The moment as the store keeps it."""
    from quizkit.progress import now

    return now()


def shown(bank: Bank, names: list[str]) -> int:
    """The questions as JSON, without their answers."""
    told = [answers.question_object(bank.question(each)) for each in names]
    common.out_json({"schema": "quizkit.questions/1", "questions": told})
    return 0


def resume(bank: Bank, name: str, left: Session, request: dict[str, Any]) -> int:
    """Go on with a session that was interrupted."""
    common.out(common.say("session.resumed", number=left.number, total=left.total))
    return held(bank, left, keeper(False, name), {"request": request})


def checked_difficulty(difficulty: str) -> str:
    """A level; UsageError for what is none."""
    known = [str(each) for each in Difficulty]
    if difficulty and difficulty not in known:
        raise UsageError(
            "bad_setting", name="--difficulty", value=difficulty, known=", ".join(known)
        )
    return difficulty


def checked_kind(kind: str) -> str:
    """A kind of question, hyphens understood; UsageError for others."""
    plain = kind.replace("-", "_")
    known = [str(each) for each in Kind]
    if plain and plain not in known:
        raise UsageError("bad_setting", name="--kind", value=kind, known=", ".join(known))
    return plain


def answer_once(question: AnyQuestion, answer: str, seed: int, no_record: bool, json_: bool) -> int:
    """`--answer`: judge, show, record; 0 if right, 1 if wrong."""
    text = sys.stdin.read() if answer == "-" else answer.replace("\\n", "\n")
    variables = answers.draw(question, seed)
    marking = quiz.mark(question, text, variables)
    if json_:
        told = {"schema": "quizkit.answer/1", "id": question.id, "correct": marking.correct}
        told |= {"score": marking.score, "expected": marking.expected.of(common.lang())}
        common.out_json(told | {"points": {p.key: p.hit for p in marking.points}})
    else:
        answers.show_marking(question, text, marking, variables)
    kept = Keeper(on=not no_record)
    if kept.on:
        past = kept.past(question.id)
        kept.keep({}, True, review_of(question, text, marking, seed, 0.0, past))
    return 0 if marking.correct else 1


def session(bank: Bank, names: list[str], keeper: Keeper, seed: int | None) -> int:
    """Ask these questions; nothing of them is left to resume."""
    return held(bank, begin(names, drawn_seed(seed)), keeper, {})


def held(bank: Bank, asked: Session, keeper: Keeper, facts: dict[str, Any]) -> int:
    """Lead through a session and say how it went."""
    from quizkit.cli.sitting import Sitting

    ended = Sitting(bank, asked, keeper, facts).run()
    common.out(f"\n{common.say('quiz.done', right=ended.right, total=ended.asked)}")
    return 0


def drawn_seed(seed: int | None) -> int:
    """The seed given, or one of its own for each session."""
    return random.SystemRandom().randrange(2**31) if seed is None else seed


def unfinished(bank: Bank, request: dict[str, Any]) -> tuple[str, Session] | None:
    """The session that was interrupted, if it is the one asked for or nothing special is."""
    with common.store() as store:
        found = store.unfinished_session()
    if found is None:
        return None
    name, state = found
    if request not in (state.get("request"), BARE):
        return None
    known = [turn[0] for turn in state["queue"] if turn[0] in bank.outline]
    left = Session.load(state, known)
    return (name, left) if left.current is not None else None
