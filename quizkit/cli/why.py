"""`w`: why an answer is not right, the learner's or any other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quizkit import quiz
from quizkit.cli import answers, common
from quizkit.model import (
    AnyQuestion,
    ChoiceQuestion,
    FindBugQuestion,
    NumericQuestion,
    OpenQuestion,
    PredictQuestion,
)


def why_not(
    question: AnyQuestion, answer: str, variables: answers.Variables, order: Sequence[str] = ()
) -> list[str]:
    """Lines of light Markdown about `answer`, the explanation last."""
    told = list(_about(question, answer, variables, order)) if answer.strip() else []
    return [*told, "", answers.worded(question, question.explanation, variables)]


def _about(
    question: AnyQuestion, answer: str, variables: answers.Variables, order: Sequence[str]
) -> Iterator[str]:
    right = quiz.mark(question, answer, variables, order).expected.of(common.lang())
    if isinstance(question, ChoiceQuestion):
        yield from _choices(question, answer, order)
    elif isinstance(question, PredictQuestion):
        known = [w.why for w in question.wrong if quiz.predict.agree(w.answer, answer)]
        both = {"right": _short(right), "answer": _short(answer)}
        yield common.say("session.printed_instead", **both)
        yield from (why.of(common.lang()) for why in known)
    elif isinstance(question, NumericQuestion):
        yield common.say("session.number_instead", right=right, answer=_short(answer))
        yield from (f"- {answers.worded(question, step, variables)}" for step in question.working)
    elif isinstance(question, OpenQuestion):
        missed = [point for point in quiz.mark(question, answer).points if not point.hit]
        if missed:
            yield common.say("session.left_out")
        yield from (f"- {point.text.of(common.lang())}" for point in missed)
    elif isinstance(question, FindBugQuestion) and question.symptom_raises:
        yield f"{question.symptom_raises}: {question.symptom_message}"


def _choices(question: ChoiceQuestion, answer: str, order: Sequence[str]) -> Iterator[str]:
    keys = [choice.key for choice in question.choices]
    chosen = quiz.choice.chosen_keys(quiz.normalise.fold(answer).lower(), keys, list(order) or keys)
    if not chosen:
        yield common.say("session.not_found", answer=answer)
    for letter, key, text in quiz.choice.shown(question, common.lang(), order):
        if key in chosen:
            why = next(choice.why for choice in question.choices if choice.key == key)
            yield f"{letter}. {text}"
            yield ""
            yield why.of(common.lang())


def _short(text: str) -> str:
    return " / ".join(text.split("\n")) if text.count("\n") < 4 else f"{text.splitlines()[0]} ..."
