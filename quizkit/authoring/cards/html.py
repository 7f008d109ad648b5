"""The bank's light Markdown as HTML that is safe in other programs, and HTML of others as Markdown.

What is written holds no tag and no entity but its own: everything else is escaped. What is read may
come from anywhere: scripts, styles, pictures and sounds are left out, and `markdown` names them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser

_FENCE = re.compile(r"(`{3,})[^`]*")
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_SOUND = re.compile(r"\[sound:[^\]]*\]")
LOST = frozenset({"script", "style", "img", "audio", "video", "iframe", "object", "svg", "canvas"})
SILENT = frozenset({"script", "style", "iframe", "object", "svg", "canvas"})
"""Of these the text inside is no text either."""
BREAKING = frozenset({"p", "div", "ul", "ol", "table", "tr", "h1", "h2", "h3", "h4", "blockquote"})
VOID = frozenset({"img", "br", "hr", "input", "source", "track", "wbr"})


def html(text: str) -> str:
    """Paragraphs, lists, code in backticks and fenced or indented code as HTML."""
    return "".join(_block(kind, lines) for kind, lines in _blocks(text.strip("\n").split("\n")))


def code(source: str) -> str:
    """A program as HTML."""
    return f"<pre><code>{escape(source.rstrip(chr(10)))}</code></pre>" if source else ""


def inline(text: str) -> str:
    """A text on one line, without a paragraph around it."""
    parts, end = [], 0
    for found in _CODE.finditer(text):
        parts += [escape(text[end : found.start()]), f"<code>{escape(found[2])}</code>"]
        end = found.end()
    return "".join([*parts, escape(text[end:])])


def _blocks(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """(code, item or text; lines) for each block."""
    held: list[str] = []
    mark = ""
    for line in lines:
        fence = _FENCE.fullmatch(line.strip())
        if mark:
            if fence and line.strip() == mark:
                yield "code", held
                held, mark = [], ""
            else:
                held.append(line)
            continue
        item = line.startswith("- ")
        if held and (fence or item or not line.strip()):
            yield "item" if held[0].startswith("- ") else "text", held
            held = []
        if fence:
            mark = fence[1]
        elif line.strip():
            held.append(line)
    if held:
        yield "code" if mark else "item" if held[0].startswith("- ") else "text", held


def _block(kind: str, lines: list[str]) -> str:
    if kind == "code" or all(line.startswith("    ") for line in lines):
        return code("\n".join(line if kind == "code" else line[4:] for line in lines))
    text = inline(" ".join(line.strip() for line in lines).removeprefix("- "))
    return f"<ul><li>{text}</li></ul>" if kind == "item" else f"<p>{text}</p>"


def markdown(source: str) -> tuple[str, list[str]]:
    """The text of a piece of HTML, and the names of what could not be taken along."""
    lost = ["sound"] if _SOUND.search(source) else []
    reader = _Reader()
    reader.feed(_SOUND.sub("", source))
    reader.close()
    reader.end()
    return "\n\n".join(reader.done), sorted({*lost, *reader.lost})


def items(source: str) -> list[str]:
    """The items of the first list in a piece of HTML, as Markdown."""
    inside = re.search(r"<[ou]l[^>]*>(.*)</[ou]l>", source, re.DOTALL)
    found = re.findall(r"<li>(.*?)</li>", inside[1], re.DOTALL) if inside else []
    return [markdown(item)[0] for item in found]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[str] = []
        self.lost: set[str] = set()
        self.held = ""
        self.silent = 0
        self.pre = 0
        self.prefix = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in LOST:
            self.lost.add(tag)
            self.silent += tag in SILENT
        elif tag == "pre":
            self.end()
            self.pre += 1
        elif tag == "code" and not self.pre:
            self.held += "`"
        elif tag == "li":
            self.end()
            self.prefix = "- "
        elif tag == "br":
            self.held += "\n" if self.pre else "\x00"
        elif tag in BREAKING:
            self.end()

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag == "pre" and self.pre:
            self.end()
            self.pre -= 1
        elif tag == "code" and not self.pre:
            self.held += "`"
        elif tag in BREAKING or tag == "li":
            self.end()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.held += data if self.pre else re.sub(r"[ \t\n]+", " ", data)

    def end(self) -> None:
        """A block is complete."""
        if self.pre:
            text = self.held.strip("\n")
            marks = re.findall(r"`{3,}", text)
            mark = "`" * max(3, *(len(found) + 1 for found in marks), 3)
            if text:
                self.done.append(f"{mark}\n{text}\n{mark}")
        else:
            for part in self.held.split("\x00"):
                if part.strip():
                    self.done.append(self.prefix + part.strip())
                    self.prefix = ""
        self.held, self.prefix = "", ""
