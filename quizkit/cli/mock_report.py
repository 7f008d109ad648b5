"""The end of a mock interview: exercises graded, open answers confirmed, the report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from quizkit import quiz
from quizkit.bank import Bank
from quizkit.cli import answers, common
from quizkit.cli.record import Keeper, review_of
from quizkit.cli.screen import print_text
from quizkit.cli.sitting import confirmed
from quizkit.errors import FileProblem, UnknownId, UsageError
from quizkit.model import Framework, Kind, OpenQuestion, VerdictKind
from quizkit.quiz.mock import Asked, Coding, Mock, figures
from quizkit.report.amounts import duration
from quizkit.report.layout import fill, wrap


def concluded(bank: Bank, going: Mock) -> Mock:
    """The interview with its open answers confirmed and its exercises graded."""
    kinds = {item.question: bank.outline[item.question].kind for item in going.questions}
    if any(item.answer and kinds[item.question] is Kind.OPEN for item in going.questions):
        common.out(f"\n{common.say('mock.open_first')}")
    questions = tuple(_confirmed(bank, item) for item in going.questions)
    todo = [item for item in going.coding if item.file and item.seconds is not None]
    graded = dict(zip([item.exercise for item in todo], _graded(bank, going, todo), strict=True))
    coding = tuple(graded.get(item.exercise, item) for item in going.coding)
    return replace(going, questions=questions, coding=coding, over=True)


def _confirmed(bank: Bank, item: Asked) -> Asked:
    """An open answer as the learner says that it is."""
    question = bank.question(item.question)
    if not (isinstance(question, OpenQuestion) and item.answer):
        return item
    common.out()
    print_text(answers.worded(question, question.prompt, {}))
    for line in wrap(item.answer, common.width() - 4):
        common.out(f"  | {line}")
    marking = quiz.mark(question, item.answer)
    answers.show_points(marking)
    said = confirmed(question, marking) or marking
    return replace(item, score=said.score, correct=said.correct)


def _graded(bank: Bank, going: Mock, todo: list[Coding]) -> Iterator[Coding]:
    from quizkit import settings
    from quizkit.cli.early import take_grader
    from quizkit.cli.jobs import Options, jobs
    from quizkit.cli.outcome import graded
    from quizkit.cli.submissions import Wanted

    if not todo:
        return
    common.out(f"\n{common.say('mock.grading')}")
    with common.store() as store, take_grader(settings.read().get("python", "")) as grader:
        for item in todo:
            options = Options(Wanted(item.exercise, Framework(going.framework)))
            try:
                (job,) = jobs(bank, store, [Path(item.file)], options)
            except FileProblem as error:
                common.err(common.word(error))
                yield replace(item, verdict="invalid")
                continue
            verdict = graded(bank, store, grader, job, True).verdict
            yield replace(item, verdict=str(verdict.verdict), score=round(verdict.score, 3))


def record(bank: Bank, final: Mock) -> None:
    """The answers in the log as well, so that what was missed comes back."""
    keeper = Keeper()
    for item in final.questions:
        if item.answer is None:
            continue
        question = bank.question(item.question)
        variables = answers.draw(question, item.variant)
        order = quiz.shuffle(question, item.variant)
        found = quiz.mark(question, item.answer, variables, order)
        said = replace(found, score=item.score, correct=item.correct)
        past = keeper.past(question.id)
        keeper.keep({}, True, review_of(question, item.answer, said, item.variant, item.seconds,
                                        past))  # fmt: skip


def last_like(going: Mock, name: str) -> dict[str, Any] | None:
    """The figures of the last finished interview of the same level, another than `name`."""
    with common.store() as store:
        found = [Mock.load(state) for other, done, state in store.mocks() if done and other != name]
    like = [each for each in found if each.level == going.level]
    return figures(like[-1]) if like else None


def show_last(bank: Bank, as_json: bool) -> int:
    """`--report`: the last finished interview."""
    with common.store() as store:
        finished = [(name, state) for name, done, state in store.mocks() if done]
    if not finished:
        raise UsageError("no_mock")
    name, state = finished[-1]
    last = Mock.load(state)
    before = last_like(last, name)
    if as_json:
        told = {"schema": "quizkit.mock/1", "name": name, **figures(last), "before": before}
        common.out_json(told)
    else:
        show(bank, last, before)
    return 0


def show(bank: Bank, final: Mock, before: dict[str, Any] | None) -> None:
    """The report for people."""
    told = figures(final)
    common.out()
    _line("score", score=told["score"], right=told["right"], asked=told["asked"],
          time=duration(told["spent"], common.lang()), minutes=told["minutes"],
          level=common.say(f"quiz.{told['level']}"), seed=told["seed"])  # fmt: skip
    if before is not None:
        _line("before", before=before["score"], change=100 * (told["score"] - before["score"]))
    common.out()
    for topic, score in told["topics"].items():
        title = bank.topics[topic].title.of(common.lang()) if topic in bank.topics else topic
        was = (before or {}).get("topics", {}).get(topic)
        note = f"   ({was:.0%})" if was is not None else ""
        common.out(f"  {score:>5.0%}  {title}{note}")
    for item in final.coding:
        _coding(item)
    for key in ("missed", "slow", "not_reached"):
        if told[key]:
            common.out(f"\n{common.say(f'mock.{key}')}")
        for name in told[key]:
            _one(bank, final, name, key)
    _next(bank, told)


def _line(key: str, **facts: object) -> None:
    for part in wrap(common.say(f"mock.{key}", **facts), common.width()):
        common.out(part)


def _coding(item: Coding) -> None:
    if item.verdict:
        word = common.say(f"verdicts.{item.verdict}").lower()
    else:
        word = common.say("mock.not_handed_in")
    took = duration(item.seconds or 0.0, common.lang())
    common.out(f"  {item.score:>5.0%}  {fill(item.exercise, 22)} {word}   {took}")


def _one(bank: Bank, final: Mock, name: str, key: str) -> None:
    """A question that was missed with its answer; others by name."""
    try:
        question = bank.question(name)
    except UnknownId:
        return
    title = question.title.of(common.lang())
    item = next(each for each in final.questions if each.question == name)
    took = f"   {duration(item.seconds, common.lang())}" if key == "slow" else ""
    common.out(f"  {title}{took}")
    if key != "missed":
        return
    variables = answers.draw(question, item.variant)
    order = quiz.shuffle(question, item.variant)
    marking = quiz.mark(question, item.answer or "", variables, order)
    answers.contrast(item.answer or "", marking, isinstance(question, OpenQuestion))
    common.out(f"    quizkit solve {name}")


def _next(bank: Bank, told: dict[str, Any]) -> None:
    common.out(f"\n{common.say('mock.study')}")
    for topic in told["study"][:3]:
        common.out(f"  quizkit ask -t {topic}")
    for item in told["coding"]:
        if item["verdict"] != VerdictKind.ACCEPTED:
            common.out(f"  quizkit start {item['exercise']} --again")
    if not told["study"]:
        common.out("  quizkit ask")
