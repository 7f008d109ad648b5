"""Open questions: key points recognised in free text; the learner has the last word."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from quizkit.model import OpenQuestion
from quizkit.quiz.marking import Marking, PointMark
from quizkit.quiz.normalise import folded_words

ENOUGH = 0.6  # share of the points' weights from which an answer counts as right


def mark(
    question: OpenQuestion, text: str, variables: Mapping[str, Any], order: Sequence[str]
) -> Marking:
    """Tick the points whose patterns occur; sentences copied from the question are left out."""
    words = folded_words(text)
    for prompt in (question.prompt.en, question.prompt.zh, question.title.en, question.title.zh):
        for sentence in re.split(r"(?<=[.?!;])\s+|[。？！；]", folded_words(prompt)):
            if len(sentence) > 8:
                words = words.replace(sentence, " ")
    hits = {
        point.key for point in question.points if any(re.search(p, words) for p in _lower(point))
    }
    return confirm(question, hits)


def _lower(point: Any) -> list[re.Pattern[str]]:
    return [re.compile(pattern, re.IGNORECASE) for pattern in point.patterns]


def confirm(question: OpenQuestion, hits: set[str]) -> Marking:
    """The marking for a set of points, as found or as the learner confirmed them."""
    total = sum(point.weight for point in question.points)
    score = sum(point.weight for point in question.points if point.key in hits) / total
    points = tuple(PointMark(p.key, p.text, p.key in hits) for p in question.points)
    return Marking(score >= ENOUGH, round(score, 4), question.answer, points)
