"""Find-the-bug questions: the line, and what should stand there."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from quizkit.model import FindBugQuestion, Lang, Text
from quizkit.quiz.marking import Marking
from quizkit.quiz.normalise import fold, straight
from quizkit.texts import say

HALF = 0.5  # score for the right line alone
ANSWER = re.compile(
    r"^(?:l|line|第)?\s*(\d+)\s*行?\s*(?:->|=>|[:,.→])?[ \t]*(.*)$", re.DOTALL | re.IGNORECASE
)
_DELETED = frozenset({"delete", "remove", "delete it", "remove it", "删除", "删掉", "去掉", "删"})
_WRAPPED = (
    "{code}",
    "{code}\n    pass",
    "if _:\n    pass\n{code}\n    pass",
    "try:\n    pass\n{code}\n    pass",
    "{code}\ndef _(): pass",
)


def form(question: FindBugQuestion, lang: Lang) -> str:
    """The line's number and the code that should stand there."""
    return say("quiz.form_find_bug", lang)


def mark(
    question: FindBugQuestion, text: str, variables: Mapping[str, Any], order: Sequence[str] = ()
) -> Marking:
    """Right if the line is right and the replacement is one of the proven fixes.

    The right line with another replacement is `fix="unknown"`: the learner says whether it does
    the same (`confirm`), and it counts as wrong where nobody can be asked.
    """
    found = ANSWER.match(fold(text))
    wrong = Marking(False, 0.0, expected(question))
    if not found:
        return replace(wrong, note="not_a_line")
    line, replacement = int(found[1][:9]), found[2].strip()
    if line not in (question.line, *question.also_lines):
        return wrong
    fix = judged(question, line, replacement)
    correct = fix == "known"
    return replace(wrong, correct=correct, score=1.0 if correct else HALF, fix=fix)


def judged(
    question: FindBugQuestion, line: int, replacement: str
) -> Literal["known", "unknown", "missing"]:
    """Whether what should stand in `line` is proven to work; the old code again is no fix."""
    lines = question.code.splitlines()
    old = lines[line - 1] if line <= len(lines) else ""
    mine = "" if replacement.lower() in _DELETED else replacement
    if not replacement or shape(mine) == shape(old):
        return "missing"
    if shape(mine) in {shape(item) for item in question.fixes}:
        return "known"
    return "unknown"


def confirm(marking: Marking, works: bool) -> Marking:
    """The marking after the learner said whether a fix that nobody has proven does the same."""
    if marking.fix != "unknown" or not works:
        return marking
    return replace(marking, correct=True, score=1.0)


def shape(code: str) -> str:
    """The syntax tree of some lines, so that spaces, quotes and comments do not matter."""
    for program in _programs(straight(code)):
        try:
            return ast.dump(ast.parse(program))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return re.sub(r"\s+", "", fold(code))


def _programs(code: str) -> Iterator[str]:
    """`code` as programs of their own: the head of a block gets a body, `else` its `if`.

    The indentation of the first line may have been left out by who typed it.
    """
    first, _, rest = code.strip().partition("\n")
    inner = textwrap.dedent(rest)
    below = (inner, textwrap.indent(inner, "    ")) if rest else ("",)
    for plain in (textwrap.dedent(code).strip(), *(f"{first}\n{lines}" for lines in below)):
        yield from (form.replace("{code}", plain.rstrip()) for form in _WRAPPED)


def expected(question: FindBugQuestion) -> Text:
    """The line and its first fix."""
    fix = textwrap.dedent(question.fixes[0]).strip()
    return Text(f"line {question.line}: {fix}", f"第 {question.line} 行：{fix}")
