"""Colours for Python code on a terminal, by the standard library's tokenizer: no import, no cache.

A question's code is twenty lines; finding its spans takes less than reading them back would.
"""

from __future__ import annotations

import builtins
import io
import keyword
import tokenize
from collections.abc import Iterator
from typing import NamedTuple

# Of the sixteen colours that every terminal has, those that stay readable on dark and on light.
STYLES = {"keyword": "35", "string": "32", "number": "36", "comment": "2", "name": "1",
          "builtin": "34", "decorator": "33"}  # fmt: skip
RESET = "\x1b[0m"
BUILTINS = frozenset(name for name in dir(builtins) if not name.startswith("_"))
_STRINGS = {"STRING", "FSTRING_START", "FSTRING_MIDDLE", "FSTRING_END",
            "TSTRING_START", "TSTRING_MIDDLE", "TSTRING_END"}  # fmt: skip


class Span(NamedTuple):
    """Characters `start` to `end` of line `line` (from 0) in one of STYLES."""

    line: int
    start: int
    end: int
    style: str


def spans(source: str) -> list[Span]:
    """The coloured pieces in order; from where the source is no Python, there are none."""
    found: list[Span] = []
    try:
        for token, style in _styled(source):
            found.extend(_by_line(token, style))
    except (tokenize.TokenError, SyntaxError):
        pass
    return found


def _styled(source: str) -> Iterator[tuple[tokenize.TokenInfo, str]]:
    before = ""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        kind = tokenize.tok_name[token.type]
        if kind in _STRINGS:
            yield token, "string"
        elif kind in ("NUMBER", "COMMENT"):
            yield token, kind.lower()
        elif kind == "NAME" and (style := _word(token.string, before)):
            yield token, style
        elif kind == "OP" and token.string == "@" and not token.line[: token.start[1]].strip():
            yield token, "decorator"
        before = token.string


def _word(word: str, before: str) -> str:
    if before in ("def", "class"):
        return "name"
    if keyword.iskeyword(word):
        return "keyword"
    return "builtin" if word in BUILTINS and before != "." else ""


def _by_line(token: tokenize.TokenInfo, style: str) -> Iterator[Span]:
    """A token over several lines as one span for each of them."""
    (first, start), (last, end) = token.start, token.end
    for line in range(first, last + 1):
        left = start if line == first else 0
        right = end if line == last else 10**6
        yield Span(line - 1, left, right, style)


def paint(source: str) -> list[str]:
    """The lines of `source` with terminal colours."""
    by_line: dict[int, list[Span]] = {}
    for span in spans(source):
        by_line.setdefault(span.line, []).append(span)
    return [_painted(line, by_line.get(n, [])) for n, line in enumerate(source.split("\n"))]


def _painted(line: str, marked: list[Span]) -> str:
    parts, done = [], 0
    for _, start, end, style in marked:
        if line[start:end]:
            parts.append(f"{line[done:start]}\x1b[{STYLES[style]}m{line[start:end]}{RESET}")
            done = min(end, len(line))
    return "".join(parts) + line[done:]
