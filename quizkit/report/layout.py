"""Text laid out in columns: widths that count a Chinese character as two, wrapping, padding."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from quizkit.model import Lang

CLOSING = "，。；：、！？）】》”’ "  # never begin a line
_TITLE = re.compile(r".+?(?:, |、|$)", re.DOTALL)
OPENING = "（【《“‘"  # never end one


def cells(text: str) -> int:
    """Columns that `text` takes on a terminal: two per wide character."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def fill(text: str, width: int) -> str:
    """`text` with spaces up to `width` columns."""
    return text + " " * max(width - cells(text), 0)


def cut(text: str, width: int) -> str:
    """The beginning of `text` that fits into `width` columns."""
    while cells(text) > width:
        text = text[:-1]
    return text


def wrap(text: str, width: int, indent: str = "") -> list[str]:
    """Lines of at most `width` columns; Chinese breaks anywhere, other text at spaces."""
    lines: list[str] = []
    room = max(width - cells(indent), 2)
    for paragraph in text.splitlines() or [""]:
        line = indent
        for word in (part for piece in _pieces(paragraph) for part in _short(piece, room)):
            if cells(line) + cells(word.rstrip()) > width and line.strip():
                lines.append(line.rstrip())
                line, word = indent, word.lstrip()
            line += word
        lines.append(line.rstrip())
    return lines


def _short(piece: str, room: int) -> Iterator[str]:
    """A piece that fits; one wider than a whole line is broken where the line ends."""
    while cells(piece.rstrip()) > room:
        start = cut(piece, room)
        yield start
        piece = piece[len(start) :]
    yield piece


def _pieces(text: str) -> Iterator[str]:
    """What must not be broken: words with the space after them, single wide characters."""
    piece = ""
    for char in text:
        if piece and char not in CLOSING and _breaks(piece[-1], char):
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def _breaks(before: str, after: str) -> bool:
    """Whether a line may end between two characters: after a space, or beside a wide one."""
    if before == " ":
        return after != " "
    wide = any(unicodedata.east_asian_width(char) in "WF" for char in (before, after))
    return wide and before not in OPENING


def tail(text: str, width: int) -> str:
    """`text`, or `...` and its end where it takes more than `width` columns."""
    if cells(text) <= width:
        return text
    while cells(text) > width - 3:
        text = text[1:]
    return f"...{text}"


def clip(text: str, width: int) -> str:
    """`text`, or its beginning and `...` where it takes more than `width` columns."""
    return text if cells(text) <= width else f"{cut(text, max(width - 3, 0)).rstrip()}..."


def wrap_titles(text: str, width: int) -> list[str]:
    """Titles in a row as lines, broken between two of them; one that is too wide within itself."""
    lines = [""]
    for piece in _TITLE.findall(text):
        if cells(lines[-1] + piece.rstrip()) <= width:
            lines[-1] += piece
            continue
        *whole, last = wrap(piece, width)
        begun = lines if lines[-1] else []
        lines = [*begun, *whole, last + piece[len(piece.rstrip()) :]]
    return [line.rstrip() for line in lines]


def joined(titles: Sequence[str], lang: Lang) -> str:
    """Titles in a row; those with a common beginning ("gradient: ") say it once."""
    colon, comma = ("：", "、") if lang == "zh" else (": ", ", ")
    shown: list[str] = []
    last = ""
    for title in titles:
        start, found, rest = title.partition(colon)
        shown.append(rest if found and start == last else title)
        last = start if found else ""
    return comma.join(shown)
