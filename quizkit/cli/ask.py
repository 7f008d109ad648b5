"""`quizkit ask`: one question, or a session of them."""

from __future__ import annotations

import contextlib
import sys
import time
from datetime import UTC, datetime

import typer

from quizkit import quiz
from quizkit.bank import Bank
from quizkit.cli import answers, common
from quizkit.errors import StoreError, UsageError
from quizkit.model import AnyQuestion, FindBugQuestion, Kind, OpenQuestion, PredictQuestion, Review
from quizkit.quiz import Marking
from quizkit.quiz.pick import Filters, choose

HELP = """Ask questions: one by its id, or a session chosen by what is due.

Examples:

  quizkit ask

  quizkit ask --topic rnn --count 5

  quizkit ask detach-constant --answer 3.0
"""
SKIP = {"s", "skip", "跳过"}
UNKNOWN = {"d", "don't know", "不会"}
QUIT = {"q", "quit", "退出"}
app = typer.Typer()


@app.command(help=HELP)
def ask(
    name: str = typer.Argument("", metavar="[ID]"),
    topic: str = typer.Option("", "--topic", "-t", help="One topic, in either language."),
    kind: str = typer.Option("", "--kind", help="choice, numeric, predict, find_bug or open."),
    difficulty: str = typer.Option("", "--difficulty", "-l", help="junior, mid or senior."),
    count: int = typer.Option(10, "--count", "-n", min=1, help="How many questions."),
    failed: bool = typer.Option(False, "--failed", help="Those answered wrong last time."),
    seed: int = typer.Option(
        None, "--seed", "-s", min=0, max=2**31 - 1, help="A reproducible session."
    ),
    answer: str = typer.Option(None, "--answer", help="Answer without a prompt; - reads stdin."),
    no_record: bool = typer.Option(False, "--no-record", help="Leave progress as it is."),
    json_: bool = typer.Option(False, "--json", "-j", help="As JSON; with --answer."),
) -> int:
    bank = common.bank()
    if name and answer is not None:
        return answer_once(common.question(bank, name), answer, seed or 0, no_record, json_)
    names = [common.question(bank, name).id] if name else None
    if names is None:
        chosen = bank.match_topic(topic) if topic else ""
        filters = Filters(chosen, checked_kind(kind), difficulty, failed)
        with common.store() as store:
            latest, today = store.latest_reviews(), datetime.now(UTC).isoformat()
            names = choose(bank.index, latest, today, filters, count, seed)
        if not names:
            limited = topic or kind or difficulty or failed
            common.out(common.say("quiz.nothing_fits" if limited else "quiz.nothing_due"))
            return 0
    if json_:
        shown = [answers.question_object(bank.question(each)) for each in names]
        common.out_json({"schema": "quizkit.questions/1", "questions": shown})
        return 0
    if not common.interactive():
        raise UsageError("needs_terminal")
    return session(bank, names, seed, no_record)


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
    if not no_record:
        record(question, text, marking, seed, 0.0)
    return 0 if marking.correct else 1


def session(bank: Bank, names: list[str], seed: int | None, no_record: bool) -> int:
    """Ask one question after the other; every answer is stored before the next is shown."""
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401  # line editing that knows wide characters
    right = done = 0
    for number, name in enumerate(names, 1):
        question = bank.question(name)
        variant = seed if seed is not None else int(time.time()) % 100_000
        topic = bank.topics[question.topic].title.of(common.lang())
        numbers = {"number": number, "total": len(names)}
        common.out(f"\n{answers.heading(question, topic, 'header', **numbers)}\n")
        variables, order = answers.draw(question, variant), quiz.shuffle(question, variant)
        answers.show_question(question, variables, order)
        common.out(common.say("quiz.keys"))
        began = time.monotonic()
        text = read_answer(question)
        plain = quiz.normalise.fold(text).lower() if text else ""
        if plain in QUIT:
            break
        if plain in SKIP:
            continue
        given = "" if plain in UNKNOWN else text
        marking = quiz.mark(question, given, variables, order)
        common.out()
        answers.show_marking(question, given, marking, variables, order)
        marking = confirmed(question, marking) if given else marking
        done, right = done + 1, right + marking.correct
        if not no_record:
            record(question, text, marking, variant, time.monotonic() - began)
    common.out(f"\n{common.say('quiz.done', right=right, total=done)}")
    return 0


def read_answer(question: AnyQuestion) -> str:
    """What is typed: one line, or for open and many-line questions lines up to an empty one."""
    lines = [input("> ")]
    while not lines[0].strip():
        lines = [input("> ")]
    wanted = 1
    if isinstance(question, OpenQuestion):
        wanted = 1000
    elif isinstance(question, PredictQuestion):
        wanted = len(question.prints.splitlines()) + bool(question.raises)
    commands = SKIP | UNKNOWN | QUIT
    while len(lines) < wanted and lines[-1].strip() and lines[0].strip().lower() not in commands:
        lines.append(input("> "))
    return "\n".join(lines).strip()


def confirmed(question: AnyQuestion, marking: Marking) -> Marking:
    """The learner's word where a machine cannot judge: key points, an unknown fix."""
    if isinstance(question, OpenQuestion):
        typed = input(f"{common.say('quiz.confirm_points')} ").strip()
        if typed:
            numbers = {int(part) for part in quiz.normalise.NUMBER.findall(typed) if part.isdigit()}
            keys = {p.key for n, p in enumerate(marking.points, 1) if n in numbers}
            return quiz.open_answer.confirm(question, keys)
    unknown = isinstance(question, FindBugQuestion) and marking.fix == "unknown"
    if unknown and typer.confirm(common.say("quiz.confirm_fix"), default=False):
        return Marking(True, 1.0, marking.expected, fix="known")
    return marking


def record(
    question: AnyQuestion, answer: str, marking: Marking, variant: int, seconds: float
) -> None:
    """Store the review with its next due date; a store that cannot be written is warned about."""
    from quizkit.quiz.schedule import next_due, rating_of

    at = datetime.now(UTC)
    rating = rating_of(marking)
    try:
        with common.store(readonly=False) as store:
            due = next_due(store.reviews(question.id), rating, at)
            review = Review(
                at.isoformat(timespec="microseconds"), question.id, question.revision,
                question.kind, answer, marking.correct, marking.score, rating, variant,
                round(seconds, 1), due,
            )  # fmt: skip
            store.add_review(review)
    except StoreError as error:
        common.err(common.word(error))
