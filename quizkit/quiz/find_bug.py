"""Find-the-bug questions: the line, and what should stand there."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from quizkit.model import FindBugQuestion, Text
from quizkit.quiz.marking import Marking
from quizkit.quiz.normalise import fold

ANSWER = re.compile(r"^(?:line|第)?\s*(\d+)\s*(?:行)?\s*(?:[:,]|\s)?\s*(.*)$", re.DOTALL | re.IGNORECASE)


def mark(
    question: FindBugQuestion, text: str, variables: Mapping[str, Any], order: Sequence[str]
) -> Marking:
    """Right if the line is right and the replacement is one of the proven fixes."""
    found = ANSWER.match(fold(text))
    if not found:
        return Marking(False, 0.0, expected(question), note="not_a_line")
    line, replacement = int(found[1]), found[2].strip()
    if line not in (question.line, *question.also_lines):
        return Marking(False, 0.0, expected(question), fix="")
    fix: Literal["known", "unknown", "missing"] = "missing"
    if replacement:
        known = {shape(item) for item in question.fixes}
        fix = "known" if shape(replacement) in known else "unknown"
    correct = fix == "known"
    return Marking(correct, 1.0 if correct else 0.5, expected(question), fix=fix)


def shape(code: str) -> str:
    """The syntax tree of a line, so that spaces, quotes and comments do not matter."""
    plain = textwrap.dedent(code).strip()
    for candidate in (plain, f"{plain}\n    pass", f"{plain} pass"):
        try:
            return ast.dump(ast.parse(candidate))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return re.sub(r"\s+", "", plain)


def expected(question: FindBugQuestion) -> Text:
    """The line and its first fix."""
    fix = textwrap.dedent(question.fixes[0]).strip()
    return Text(f"line {question.line}: {fix}", f"第 {question.line} 行：{fix}")
