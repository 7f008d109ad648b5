"""Predict questions: what a program prints, compared line by line and by value."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from typing import Any

from quizkit.model import PredictQuestion
from quizkit.quiz.marking import Marking, same
from quizkit.quiz.normalise import fold

ERROR = re.compile(r"[A-Za-z_.]*(?:Error|Exception|Warning|Interrupt|Unsupported)")
TENSOR = re.compile(
    r"^(?:torch\.)?(?:tensor|array)\((.*?)(?:,\s*(?:dtype|grad_fn|requires_grad).*)?\)$"
)


def mark(
    question: PredictQuestion, text: str, variables: Mapping[str, Any], order: Sequence[str]
) -> Marking:
    """Right if every line agrees by value; a raised exception is its class, on a line of its own."""
    wanted = question.prints.strip().splitlines()
    if question.raises:
        wanted = [*wanted, question.raises]
    given = [line for line in (part.strip() for part in fold(text).splitlines()) if line]
    if question.raises and given == given[-1:] and len(wanted) > 1 and agree(wanted[-1], given[0]):
        given = wanted  # the class alone says how it ends
    correct = len(given) == len(wanted) and all(map(agree, wanted, given))
    note = "" if len(given) == len(wanted) else "other_line_count"
    return Marking(correct, float(correct), same("\n".join(wanted)), note=note)


def agree(right: str, mine: str) -> bool:
    """Whether two lines say the same: numbers by value, sequences by element, else by text."""
    if ERROR.fullmatch(right.strip()):
        return right.rsplit(".", 1)[-1] == mine.split(":")[0].strip().rsplit(".", 1)[-1]
    one, other = value(right), value(mine)
    if one is not None and other is not None:
        return equal(one, other)
    return squeeze(right) == squeeze(mine)


def squeeze(text: str) -> str:
    """White space and quotes out of the way."""
    return re.sub(r"\s+", " ", fold(text)).strip(" '\"").lower()


def value(text: str) -> Any:
    """The literal that a line is, several as a tuple; None for other text. Nothing is executed."""
    plain = fold(text)
    found = TENSOR.match(plain)
    plain = found[1] if found else plain
    for candidate in (plain, ",".join(_items(plain))):
        try:
            return ast.literal_eval(candidate)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            continue
    return None


def _items(text: str) -> list[str]:
    """The parts of `2 3 True` or `[1.0] [2.0]`, brackets kept together."""
    items, depth, item = [], 0, ""
    for char in text:
        depth += (char in "[(") - (char in "])")
        if char == " " and depth == 0:
            items += [item] if item else []
            item = ""
        else:
            item += char
    return [*items, item] if item else items


def equal(one: Any, other: Any) -> bool:
    """Equality that knows 3 == 3.0 and [1] == (1,), but not True == 1."""
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(equal, one, other))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return bool(abs(one - other) <= 1e-9 * max(abs(one), abs(other)))
    return bool(type(one) is type(other) and one == other)
