"""Predict questions: what a program prints, compared line by line and by value."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from quizkit.model import Lang, PredictQuestion
from quizkit.quiz import literals
from quizkit.quiz.marking import Marking, same
from quizkit.quiz.normalise import fold
from quizkit.texts import say

ERROR = re.compile(
    r"(?:[A-Za-z_]\w*\.)*"
    r"(?:[A-Z]\w*(?:Error|Exception|Warning|Interrupt|Iteration|Exit)|Unsupported)\b"
)
SOME_ERROR = re.compile(
    r"\b(?:error|exception|raises?|fails?|crash(?:es)?)\b|报错|异常|出错|错误", re.IGNORECASE
)
NOTHING = frozenset(
    {"nothing", "(nothing)", "nothing is printed", "no output"}
    | {"无", "没有输出", "什么都不打印", "不打印", "无输出"}
)
_LABEL = re.compile(r"^[^\d\[\](){}=:]*[^\W\d][^\d\[\](){}=:]*[:=]\s*(?=\S)")


def form(question: PredictQuestion, lang: Lang) -> str:
    """A line for each printed line, or the class of the exception."""
    return say("quiz.form_predict", lang)


def mark(
    question: PredictQuestion, text: str, variables: Mapping[str, Any], order: Sequence[str] = ()
) -> Marking:
    """Right if every line agrees by value; a raised exception is its class, on a line of its own.

    What is printed before an exception may be left out, whole.
    """
    wanted = lines_of(question.prints) + ([question.raises] if question.raises else [])
    given = lines_of(text)
    shown = same("\n".join(wanted))
    if not wanted:
        correct = fold(text).lower().rstrip(".") in NOTHING
        return Marking(correct, float(correct), shown)
    alone = bool(question.raises) and len(given) == 1
    correct = _all_agree(wanted[-1:] if alone else wanted, given)
    return Marking(correct, float(correct), shown, note="" if correct else _note(wanted, given))


def _note(wanted: Sequence[str], given: Sequence[str]) -> str:
    if not given:
        return ""
    if SOME_ERROR.search(given[-1]) and not ERROR.search(given[-1]):
        return "which_class"
    return "" if len(given) == len(wanted) else "other_line_count"


def lines_of(text: str) -> list[str]:
    """The lines that are not blank; one that leaves a bracket open goes on in the next."""
    lines: list[str] = []
    depth = 0
    for line in fold(text).splitlines():
        if not line.strip():
            continue
        if depth > 0:
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line.strip())
        depth = max(depth, 0) + sum(map(line.count, "[(")) - sum(map(line.count, ")]"))
    return lines


def agree(right: str, mine: str) -> bool:
    """Whether two outputs say the same: numbers by value, sequences by element, else by word."""
    return _all_agree(lines_of(right), lines_of(mine))


def _all_agree(right: Sequence[str], mine: Sequence[str]) -> bool:
    return len(right) == len(mine) and all(map(_agree, right, mine))


def _agree(right: str, mine: str) -> bool:
    if ERROR.fullmatch(right):
        return _class(right) == raised(mine)
    if _same_value(right, mine) or literals.alike(right, mine):
        return True
    bare = _LABEL.sub("", right, count=1)
    return bare != right and not _LABEL.match(mine) and _same_value(bare, mine)


def _same_value(right: str, mine: str) -> bool:
    try:
        return literals.equal(literals.read(right), literals.read(mine))
    except ValueError:
        return False


def raised(line: str) -> str:
    """The one exception that a line names, without its module; empty if none or several."""
    first = ERROR.match(line)
    if first and not re.match(r"\s*(?:or\b|/|,|或)", line[first.end() :]):
        return _class(first[0])
    found = {_class(name) for name in ERROR.findall(line)}
    return found.pop() if len(found) == 1 else ""


def _class(name: str) -> str:
    return name.rsplit(".", 1)[-1]
