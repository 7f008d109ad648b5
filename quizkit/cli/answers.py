"""How questions and their answers are printed; `ask`, `show`, `solve` and `demo` share it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from quizkit import quiz
from quizkit.bank import variants
from quizkit.cli import common
from quizkit.cli.screen import print_code, print_item, print_text, show_related
from quizkit.model import (
    AnyQuestion,
    ChoiceQuestion,
    FindBugQuestion,
    NumericQuestion,
    OpenQuestion,
    PredictQuestion,
    Text,
)
from quizkit.quiz import Marking
from quizkit.report.layout import wrap

Variables = Mapping[str, Any]


def draw(question: AnyQuestion, seed: int) -> Variables:
    """The variant of a numeric question for `seed`; nothing for other kinds."""
    return variants.draw(question, seed) if isinstance(question, NumericQuestion) else {}


def worded(question: AnyQuestion, text: Text, variables: Variables) -> str:
    """A text of the question in the language of this run, with the variant's numbers."""
    plain = text.of(common.lang())
    return variants.render(plain, variables) if isinstance(question, NumericQuestion) else plain


def code_of(question: AnyQuestion) -> str:
    """The code that a question shows, or nothing."""
    code: str = getattr(question, "code", "")
    return code


def heading(question: AnyQuestion, topic: str, key: str = "single", **numbers: int) -> str:
    """The line above a question."""
    return common.say(
        f"quiz.{key}",
        kind=common.say(f"quiz.kind_{question.kind}"),
        topic=topic,
        difficulty=common.say(f"quiz.{question.difficulty}"),
        asked=question.asked,
        **numbers,
    )


def show_question(
    question: AnyQuestion, variables: Variables | None = None, order: Sequence[str] = ()
) -> None:
    """The prompt, its code, its choices and the form of the answer."""
    variables = draw(question, 0) if variables is None else variables
    print_text(worded(question, question.prompt, variables))
    if code_of(question):
        common.out()
        print_code(code_of(question), numbered=True)
    if isinstance(question, ChoiceQuestion):
        common.out()
        by_key = {choice.key: choice for choice in question.choices}
        for index, key in enumerate(order or by_key):
            print_item(f"{chr(ord('A') + index)}. ", by_key[key].text.of(common.lang()))
    common.out()
    common.out(quiz.form(question, common.lang()))


def show_marked(
    question: AnyQuestion, answer: str, variables: Variables, order: Sequence[str] = ()
) -> Marking:
    """Judge an answer and print right or wrong, and why."""
    marking = quiz.mark(question, answer, variables, order)
    show_marking(question, answer, marking, variables, order)
    return marking


def show_marking(
    question: AnyQuestion,
    answer: str,
    marking: Marking,
    variables: Variables,
    order: Sequence[str] = (),
) -> None:
    """Right or wrong, what was expected, and why."""
    common.out(common.say("quiz.right" if marking.correct else "quiz.wrong"))
    if marking.note and answer.strip():
        common.out(common.say(f"quiz.{marking.note}"))
    if isinstance(question, OpenQuestion):
        show_points(marking)
    elif not marking.correct:
        contrast(answer, marking)
    if isinstance(question, FindBugQuestion) and marking.fix in ("unknown", "missing"):
        fix = question.fixes[0].strip()
        print_text(common.say(f"quiz.fix_{marking.fix}", fix=fix, line=question.line))
    common.out()
    _explain(question, answer, marking, variables, order)


def contrast(answer: str, marking: Marking, mine_alone: bool = False) -> None:
    """The learner's answer above the right one; or alone, where that one is an essay."""
    expected = "" if mine_alone else marking.expected.of(common.lang())
    for key, text in (("you", answer.strip()), ("expected", expected)):
        if not text:
            continue
        if "\n" not in text:
            for part in wrap(common.say(f"quiz.{key}", answer=text), common.width(), "  "):
                common.out(part)
            continue
        common.out(f"  {common.say(f'quiz.{key}', answer='').rstrip()}")
        for line in text.splitlines():
            common.out(f"    {line}")


def show_points(marking: Marking) -> None:
    """The rubric of an open question with what was found ticked."""
    common.out(common.say("quiz.points", score=marking.score))
    for number, point in enumerate(marking.points, 1):
        print_text(f"- [{'x' if point.hit else ' '}] {number}. {point.text.of(common.lang())}")


def _explain(
    question: AnyQuestion, answer: str, marking: Marking, variables: Variables, order: Sequence[str]
) -> None:
    if isinstance(question, ChoiceQuestion):
        keys = list(order or [choice.key for choice in question.choices])
        for choice in sorted(question.choices, key=lambda c: keys.index(c.key)):
            sign = "+" if choice.correct else "-"
            letter = chr(ord("A") + keys.index(choice.key))
            print_item(f"  {sign} {letter}. ", choice.why.of(common.lang()))
        common.out()
    if isinstance(question, PredictQuestion) and not marking.correct:
        for wrong in question.wrong:
            if quiz.predict.agree(wrong.answer, answer):
                print_text(wrong.why.of(common.lang()))
    if isinstance(question, NumericQuestion):
        for step in question.working:
            print_text(f"- {worded(question, step, variables)}")
        if question.working:
            common.out()
    print_text(worded(question, question.explanation, variables))
    for key, texts in (("missed", [question.missed]), ("follow_up", list(question.follow_ups[:1]))):
        for text in texts:
            if text is not None:
                common.out()
                shown = worded(question, text, variables)
                print_text(common.say(f"quiz.{key}", text=shown))


def show_answer(question: AnyQuestion, as_json: bool) -> int:
    """`solve` for a question: the answer, all that explains it, and the code that shows it."""
    variables = draw(question, 0)
    if as_json:
        common.out_json(answer_object(question, variables))
        return 0
    show_question(question, variables)
    common.out()
    marking = quiz.mark(question, "", variables)
    show_expected(question, marking)
    common.out()
    _explain(question, "", marking, variables, ())
    if question.example is not None:
        common.out(f"\n{common.say('quiz.example')}\n")
        print_code(question.example.code)
        common.out(f"\n{common.say('quiz.prints')}\n")
        common.out(question.example.prints.rstrip())
    show_related(question.related)
    return 0


def show_expected(question: AnyQuestion, marking: Marking) -> None:
    """The right answer: a line, the right choices, or a good answer with its key points."""
    if isinstance(question, ChoiceQuestion):
        common.out(f"{common.say('quiz.expected', answer='')}".rstrip())
        for letter, choice in zip("ABCDEFGHIJKLMNOP", question.choices, strict=False):
            if choice.correct:
                print_text(f"- {letter}. {' '.join(choice.text.of(common.lang()).split())}")
    elif isinstance(question, OpenQuestion):
        common.out(f"{common.say('quiz.model_answer')}\n")
        print_text(marking.expected.of(common.lang()))
        common.out(f"\n{common.say('quiz.all_points')}")
        for point in question.points:
            print_text(f"- {point.text.of(common.lang())}")
    else:
        contrast("", marking)


def answer_object(question: AnyQuestion, variables: Variables) -> dict[str, Any]:
    """The answer of a question as JSON values."""
    blank = quiz.mark(question, "", variables)
    return {
        **question_object(question, variables),
        "answer": blank.expected.of(common.lang()),
        "explanation": worded(question, question.explanation, variables),
    }


def question_object(question: AnyQuestion, variables: Variables | None = None) -> dict[str, Any]:
    """A question as JSON values, without its answer."""
    variables = draw(question, 0) if variables is None else variables
    told: dict[str, Any] = {
        "id": question.id,
        "kind": str(question.kind),
        "topic": question.topic,
        "difficulty": str(question.difficulty),
        "prompt": worded(question, question.prompt, variables),
        "form": quiz.form(question, common.lang()),
        "code": code_of(question),
    }
    if isinstance(question, ChoiceQuestion):
        told["choices"] = {c.key: c.text.of(common.lang()) for c in question.choices}
    return told
