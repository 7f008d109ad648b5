"""Printing light Markdown and code: coloured on a terminal, plain in a pipe."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterator, Sequence

from quizkit.cli import common
from quizkit.report.layout import cells, wrap


def coloured() -> bool:
    """Whether colour may be used on standard output."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") in ("dumb", "")
    return sys.stdout.isatty() and not plain


def print_code(source: str, numbered: bool = False) -> None:
    """Python source, with line numbers where asked for."""
    plain = source.rstrip("\n")
    lines = plain.split("\n")
    if coloured():
        from quizkit.cli.highlight import paint

        lines = paint(plain)
    for number, line in enumerate(lines, 1):
        common.out(f"  {number:>3}  {line}".rstrip() if numbered else line)


def print_text(text: str) -> None:
    """Light Markdown, wrapped to the terminal: paragraphs, lists and indented code."""
    for block in blocks(text):
        if block.startswith(("    ", "|")):
            common.out(block)
            continue
        indent = "  " if block.startswith("- ") else ""
        first, *rest = wrap(block, common.width() - len(indent))
        common.out(first)
        for more in rest:
            common.out(indent + more)


def print_item(label: str, text: str) -> None:
    """A paragraph after a label such as `A. `; its further lines begin where the text does."""
    room = " " * cells(label)
    for block in blocks(text):
        lines = [room + block] if block.startswith("    ") else wrap(block, common.width(), room)
        for line in lines:
            common.out(label + line[len(room) :])
            label = room


def show_related(related: Sequence[str]) -> None:
    """The questions and exercises that go with one; `show` knows both."""
    if related:
        common.out()
        print_text(common.say("session.related", related=", ".join(related)))


def blocks(text: str) -> Iterator[str]:
    """The lines to wrap: a paragraph broken in the source is one line again."""
    held = ""
    for line in text.rstrip("\n").split("\n"):
        alone = not line.strip() or line.startswith(("    ", "|", "#"))
        if held and (alone or line.startswith("- ")):
            yield held
            held = ""
        if alone:
            yield line
        else:
            held = join(held, line.strip()) if held else line
    if held:
        yield held


def join(left: str, right: str) -> str:
    """Two lines of a paragraph as one; between Chinese characters there is no space.

    Full-width punctuation brings its own space, whatever stands next to it.
    """
    wide = all(unicodedata.east_asian_width(char) in "WF" for char in (left[-1], right[0]))
    spaced = left[-1] in "，。；：、！？（）" or right[0] in "（）"
    return f"{left}{right}" if wide or spaced else f"{left} {right}"
