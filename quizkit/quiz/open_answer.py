"""Open questions: key points recognised in free text; the learner has the last word."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from quizkit.model import Criterion, Lang, OpenQuestion
from quizkit.quiz.marking import Marking, PointMark
from quizkit.quiz.normalise import folded_words
from quizkit.texts import say

ENOUGH = 0.6  # share of the points' weights from which an answer counts as right
LONGEST = 4000  # characters of an answer that patterns are searched in
LONGEST_WORD = 100  # characters without a space between them, likewise
SHORTEST_COPY = 8  # characters from which a sentence of the question counts as copied

_SENTENCE = re.compile(r"(?<=[.?!;:])\s+|[。？！；：\n]")
_LONG_WORD = re.compile(rf"\w{{{LONGEST_WORD}}}")
_MARKUP = re.compile(r"[`*]+")
# A negation right before what a pattern found, in the same clause, turns it round.
_NEGATED = re.compile(
    r"(?:\b(?:not|never|cannot|isn'?t|aren'?t|doesn'?t|don'?t|won'?t|can'?t|nor|neither)"
    r"(?: (?:a|an|the|any|really|actually|ever|be|been|it|by|to|in|use|uses|using|need|with)){0,2}"
    r"|(?:不是|并不|并非|不会|不能|不用|不要|没有|不再|不|没)"
    r"(?:是|把|用|靠|通过|使用|真正|去|任何){0,2}) ?$"
)
_NOT_ONLY = re.compile(r"(?:not (?:only|just|merely)|不仅|不只|不但|不光)[^.,;]{0,12}$")
_HAS_NEGATION = re.compile(r"\bno\b|not|n't|never|without|不|没|无|非|未|free|rather|instead")


def form(question: OpenQuestion, lang: Lang) -> str:
    """A few sentences."""
    return say("quiz.form_open", lang)


def mark(
    question: OpenQuestion, text: str, variables: Mapping[str, Any], order: Sequence[str] = ()
) -> Marking:
    """Tick the points whose patterns occur; sentences copied from the question are left out."""
    words = without_question(question, bounded(folded_words(text)))
    return confirm(question, {point.key for point in question.points if ticked(point, words)})


def bounded(words: str) -> str:
    """The text that patterns are searched in; with `quizkit.bank.patterns` that is never slow."""
    return _LONG_WORD.sub(r"\g<0> ", words[:LONGEST])


def without_question(question: OpenQuestion, words: str) -> str:
    """The folded answer without the sentences that stand in the question."""
    words = _MARKUP.sub("", words)
    prompt, title = question.prompt, question.title
    for sentence in _copied(prompt.en, prompt.zh, title.en, title.zh):
        words = words.replace(sentence, " ")
    return words


@lru_cache(maxsize=16)
def _copied(*texts: str) -> tuple[str, ...]:
    """The folded sentences of some texts, the longest first."""
    parts = {
        _MARKUP.sub("", folded_words(part)).strip(" .?!;:")
        for text in texts
        for part in _SENTENCE.split(text)
    }
    return tuple(sorted((p for p in parts if len(p) >= SHORTEST_COPY), key=len, reverse=True))


def ticked(point: Criterion, words: str) -> bool:
    """Whether one of the point's patterns occurs where it is not negated."""
    return any(_says(pattern, words) for pattern in point.patterns)


def _says(pattern: str, words: str) -> bool:
    found = _matches(pattern, words)
    if _HAS_NEGATION.search(pattern):
        return any(True for _ in found)
    return any(not negated(words[max(0, m.start() - 40) : m.start()]) for m in found)


def _matches(pattern: str, words: str) -> Iterator[re.Match[str]]:
    return re.finditer(pattern, words, re.IGNORECASE)


def negated(before: str) -> bool:
    """Whether the text before a finding ends in a negation that belongs to it."""
    return bool(_NEGATED.search(before)) and not _NOT_ONLY.search(before)


def confirm(question: OpenQuestion, hits: Collection[str]) -> Marking:
    """The marking for a set of points, as found or as the learner confirmed them."""
    total = sum(point.weight for point in question.points)
    won = sum(point.weight for point in question.points if point.key in hits)
    score = won / total if total else 0.0
    points = tuple(PointMark(p.key, p.text, p.key in hits) for p in question.points)
    return Marking(score >= ENOUGH, round(score, 4), question.answer, points)
