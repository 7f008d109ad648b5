"""Open questions: key points recognised in free text; the learner has the last word."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from quizkit.bank.patterns import parts
from quizkit.model import Criterion, Lang, OpenQuestion
from quizkit.quiz.denial import denied, negative, sentences
from quizkit.quiz.marking import Marking, PointMark
from quizkit.quiz.normalise import folded_words
from quizkit.texts import say

ENOUGH = 0.6  # share of the points' weights from which an answer counts as right
LONGEST = 4000  # characters of an answer that patterns are searched in
LONGEST_WORD = 100  # characters without a space between them, likewise
NEAR = 100  # characters around the first part of a pattern in which its other parts must stand
SHORTEST_COPY = 8  # characters from which a sentence of the question counts as copied

_SENTENCE = re.compile(r"(?<=[.?!;:])\s+|[。？！；：\n]")
# What ends a sentence only before folding: Chinese stops, a blank line, the next item of a list.
_ENDED = re.compile(r"[。！？；]|\n[ \t]*(?=\n|[-*•] |\d+[.)] )")
_LONG_WORD = re.compile(rf"\w{{{LONGEST_WORD}}}")
_MARKUP = re.compile(r"`+|\*\*")
_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[^\\\[]", re.DOTALL)  # of a regular expression
_GAP = re.compile(r"(\{0,\d+\})(?![?+])")


def form(question: OpenQuestion, lang: Lang) -> str:
    """A few sentences."""
    return say("quiz.form_open", lang)


def mark(
    question: OpenQuestion, text: str, variables: Mapping[str, Any], order: Sequence[str] = ()
) -> Marking:
    """Tick the points whose patterns occur; sentences copied from the question are left out."""
    folded = bounded(folded_words(_ENDED.sub(". ", text)))
    words = sentences(without_question(question, folded))
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
    found = {
        _MARKUP.sub("", folded_words(part)).strip(" .?!;:")
        for text in texts
        for part in _SENTENCE.split(text)
    }
    return tuple(sorted((s for s in found if len(s) >= SHORTEST_COPY), key=len, reverse=True))


def ticked(point: Criterion, words: str) -> bool:
    """Whether one of the point's patterns occurs where it is not denied."""
    return any(_says(pattern, words) for pattern in point.patterns)


def _says(pattern: str, words: str) -> bool:
    """Whether all parts of a pattern stand near each other in one sentence, none of them denied."""
    first, *rest = parts(pattern)
    sought = bool(rest) and negative(pattern)
    for start, end in _findings(first, words, 0, len(words), sought):
        low, high = max(0, start - NEAR), end + NEAR
        low = max(low, words.rfind("\n", low, start) + 1)
        high = end + len(words[end:high].partition("\n")[0])
        if all(any(_findings(part, words, low, high, sought)) for part in rest):
            return True
    return False


def _findings(
    part: str, words: str, low: int, high: int, sought: bool
) -> Iterator[tuple[int, int]]:
    """Where a part of a pattern occurs between two places, not denied."""
    for way in ways(part):
        looked_for = sought or negative(way)
        for found in shortest(way).finditer(words, low, high):
            if not denied(words, found.start(), found.end(), looked_for):
                yield found.span()


@lru_cache(maxsize=512)
def shortest(pattern: str) -> re.Pattern[str]:
    """The pattern as it is searched for in an answer with a line for each sentence.

    Gaps take as little as they can: what stands beyond is not the pattern's own. `[^.;]`, anything
    within a sentence, passes the dots in `torch.exp` and 0.5.
    """
    within = _GAP.sub(r"\1?", pattern).replace("[^.;", "[^\n;")
    return re.compile(within, re.IGNORECASE | re.DOTALL)


@lru_cache(maxsize=512)
def ways(pattern: str) -> tuple[str, ...]:
    """The alternatives that a pattern lists outside of groups; each may be denied by itself."""
    depth, starts = 0, [0]
    for piece in _PIECE.finditer(pattern):
        depth += {"(": 1, ")": -1}.get(piece[0], 0)
        if piece[0] == "|" and not depth:
            starts.append(piece.end())
    return tuple(pattern[a : b - 1] for a, b in pairwise([*starts, len(pattern) + 1]))


def confirm(question: OpenQuestion, hits: Collection[str]) -> Marking:
    """The marking for a set of points, as found or as the learner confirmed them."""
    total = sum(point.weight for point in question.points)
    won = sum(point.weight for point in question.points if point.key in hits)
    score = won / total if total else 0.0
    points = tuple(PointMark(p.key, p.text, p.key in hits) for p in question.points)
    return Marking(score >= ENOUGH, round(score, 4), question.answer, points)
