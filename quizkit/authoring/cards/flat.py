"""A question as other programs know it: one language, one variant, a prompt and an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from quizkit.authoring.cards.notes import Note
from quizkit.bank import variants
from quizkit.model import (
    AnyQuestion,
    ChoiceQuestion,
    FindBugQuestion,
    Kind,
    Lang,
    NumericQuestion,
    OpenQuestion,
    PredictQuestion,
    Text,
)
from quizkit.texts import say


class Option(NamedTuple):
    """One answer on offer."""

    text: str
    correct: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What is carried. `number` and `tolerance` (absolute) are those of a numeric question."""

    id: str
    topic: str
    kind: Kind
    difficulty: str
    title: str
    prompt: str
    code: str = ""
    several: bool = False
    options: tuple[Option, ...] = ()
    number: float | None = None
    tolerance: float = 0.0
    unit: str = ""
    answer: str = ""
    explanation: str = ""
    more: tuple[str, ...] = ()


def flat(question: AnyQuestion, lang: Lang, seed: int) -> Card:
    """The card of a question; a numeric one with the numbers of `seed`."""
    drawn = variants.draw(question, seed) if isinstance(question, NumericQuestion) else {}

    def worded(text: Text) -> str:
        plain = text.of(lang)
        return variants.render(plain, drawn) if isinstance(question, NumericQuestion) else plain

    common: dict[str, Any] = {
        "id": question.id, "topic": question.topic, "kind": question.kind,
        "difficulty": str(question.difficulty), "title": question.title.of(lang),
        "prompt": worded(question.prompt), "code": getattr(question, "code", ""),
        "explanation": question.explanation.of(lang), "more": tuple(_more(question, lang)),
    }  # fmt: skip
    return Card(**common | _answer(question, lang, drawn, worded))


def _answer(question: AnyQuestion, lang: Lang, drawn: Mapping[str, Any], worded: Any) -> Any:
    """The fields that hold the answer, by kind."""
    if isinstance(question, ChoiceQuestion):
        options = (Option(c.text.of(lang), c.correct, c.why.of(lang)) for c in question.choices)
        return {"several": question.select == "several", "options": tuple(options)}
    if isinstance(question, NumericQuestion):
        number = variants.expected(question, drawn)
        within = max(question.tolerance.abs, question.tolerance.rel * abs(number))
        steps = "\n".join(f"- {worded(step)}" for step in question.working)
        return {"number": number, "tolerance": within, "answer": steps,
                "unit": question.unit.of(lang) if question.unit else ""}  # fmt: skip
    if isinstance(question, PredictQuestion):
        shown = "\n".join(part for part in (question.prints.rstrip("\n"), question.raises) if part)
        return {"answer": shown}
    if isinstance(question, FindBugQuestion):
        fixes = "\n".join(question.fixes[0].rstrip("\n").split("\n"))
        where = say("cards.line", lang, line=question.line)
        return {"answer": f"{where}\n\n```\n{fixes}\n```"}
    assert isinstance(question, OpenQuestion)
    return {"answer": question.answer.of(lang)}


def _more(question: AnyQuestion, lang: Lang) -> list[str]:
    """What most people miss, and what the interviewer asks next."""
    found = [say("cards.missed", lang, text=question.missed.of(lang))] if question.missed else []
    return found + [say("cards.next", lang, text=text.of(lang)) for text in question.follow_ups]


def losses(questions: Sequence[AnyQuestion], format_: str) -> list[Note]:
    """What GIFT or Anki cannot hold of these questions: a note for each kind of loss."""
    several = [q.id for q in questions if isinstance(q, NumericQuestion)]
    run = [q.id for q in questions if q.kind in (Kind.PREDICT, Kind.FIND_BUG)]
    points = [q.id for q in questions if isinstance(q, OpenQuestion)]
    more = [q.id for q in questions if q.missed or q.follow_ups]
    lost: dict[str, list[Any]] = {
        "lost_variants": several,
        "lost_points": points,
        "lost_language": [*questions],
    }
    if format_ == "gift":
        lost |= {"lost_code": run, "lost_more": more}
    else:
        lost |= {"lost_marking": run + several}
    return [Note("", code, str(len(ids))) for code, ids in lost.items() if ids]
