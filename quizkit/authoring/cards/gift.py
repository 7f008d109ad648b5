r"""Moodle's GIFT: choice, numeric and short answers; everything else is an essay.

Questions are separated by blank lines, so a line feed inside a text is written `\n`; `~ = # { } :`
and the backslash are escaped. Texts are written as `[html]`. The id travels in Moodle's own comment
`// [id:detach-constant] [tag:mid]`, the topic as the last part of `$CATEGORY`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from unicodedata import normalize

from quizkit.authoring.cards import entries, html
from quizkit.authoring.cards.flat import Card, Option
from quizkit.authoring.cards.notes import Entry, Note, Read
from quizkit.bank.unwritten import REMINDER
from quizkit.model import Kind

SPECIAL = "~=#{}:"
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_WEIGHT = re.compile(r"%(-?[\d.]+)%")
_RANGE = re.compile(r"(-?[\d.eE+-]+)\.\.(-?[\d.eE+-]+)")
_FORMAT = re.compile(r"\s*\[(html|markdown|plain|moodle)\]")
_COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)
TRUE = {"T": True, "TRUE": True, "F": False, "FALSE": False}


# Writing


def escaped(text: str) -> str:
    """A text as it may stand anywhere in GIFT."""
    found = "".join(f"\\{char}" if char in SPECIAL or char == "\\" else char for char in text)
    return found.replace("\n", "\\n")


def write(cards: Sequence[Card]) -> str:
    """All cards, each topic as a category."""
    parts, topic = [], ""
    for card in cards:
        if card.topic != topic:
            topic = card.topic
            parts.append(f"$CATEGORY: quizkit/{topic}\n")
        parts.append(question(card))
    return "\n".join(parts)


def question(card: Card) -> str:
    """One card."""
    comment = f"// [id:{card.id}] [tag:{card.difficulty}]"
    prompt = html.html(card.prompt) + html.code(card.code)
    answer = "\n".join([*_answers(card), _feedback(card)])
    return f"{comment}\n::{escaped(card.title)}::[html]{escaped(prompt)}{{{answer}\n}}\n"


def _answers(card: Card) -> list[str]:
    if card.options:
        right = sum(option.correct for option in card.options)
        return ["", *(_option(option, card.several, right) for option in card.options)]
    if card.number is not None:
        within = f":{card.tolerance:.10g}" if card.tolerance else ":0"
        return [f"#={card.number:.15g}{within}"]
    if card.kind is Kind.PREDICT and "\n" not in card.answer:
        return ["", f"={escaped(card.answer)}"]
    return [""]


def _option(option: Option, several: bool, right: int) -> str:
    weight = f"%{100 / right:.5g}%" if option.correct else "%-100%"
    mark = f"~{weight}" if several else "=" if option.correct else "~"
    why = f"#{escaped(html.inline(option.why))}" if option.why else ""
    return f"{mark}{escaped(html.inline(option.text))}{why}"


def _feedback(card: Card) -> str:
    """General feedback: the answer of an essay, then the explanation."""
    shown = "" if card.options else html.html(card.answer)
    if card.kind is Kind.PREDICT:
        shown = html.code(card.answer)
    return f"####{escaped(shown + html.html(card.explanation))}"


# Reading


def read(text: str, topic: str = "") -> Read:
    """The questions of a GIFT file; `topic` where no category says one."""
    found = Read()
    for block in re.split(r"\n[ \t]*\n", text.removeprefix("\ufeff").replace("\r\n", "\n")):
        name = re.search(r"\[id:([^\]]+)\]", block)
        body = _COMMENT.sub("", block).strip()
        if body.startswith("$CATEGORY:"):
            line, _, body = body.partition("\n")
            topic = line.removeprefix("$CATEGORY:").strip().rstrip("/").rpartition("/")[2]
        if body.strip():
            _question(body.strip(), name[1].strip() if name else "", topic, found)
    return found


def _question(body: str, name: str, topic: str, found: Read) -> None:
    title, body = _title(body)
    parts = _split(body, "{", 1)
    card = name or plain(title) or plain(body)[:40]
    if len(parts) < 2 or len(tail := _split(parts[1], "}", 1)) < 2:
        found.notes.append(Note(card, "no_answer"))
        return
    before, inside, after = parts[0], tail[0], tail[1].strip()
    style = _FORMAT.match(before)
    rich = style is not None and style[1] in ("html", "moodle")
    before = before[style.end() :] if style else before
    prompt = f"{before.rstrip()} ____ {after}" if after else before
    inside, _, feedback = _cut(inside, "####")
    entry: Entry = {"topic": topic, "prompt": _text(prompt, rich, card, found)}
    entry |= {"id": name} if name else {}
    entry |= {"title": entries.text(plain(title))} if title else {}
    made = _answer(inside.strip(), rich, card, found)
    if made is None:
        return
    told = _text(feedback, rich, card, found)
    if made.get("kind") == "open" and "answer" not in made:
        if feedback.strip():
            made["answer"] = told
    elif feedback.strip():
        made["explanation"] = told
    if made["kind"] == "numeric":
        entry["prompt"] = {lang: _braces(held) for lang, held in entry["prompt"].items()}
    found.entries.append(entry | made)


def _title(body: str) -> tuple[str, str]:
    if body.startswith("::") and len(parts := _split(body[2:], "::", 1)) == 2:
        return parts[0].strip(), parts[1].strip()
    return "", body


def _answer(inside: str, rich: bool, card: str, found: Read) -> Entry | None:
    """The keys that an answer block gives; None, with a note, for kinds that a bank has not."""
    word = _cut(inside, "#")[0].strip().upper()
    if not inside:
        return {"kind": "open"}
    if word in TRUE:
        texts = {"true": {"en": "True", "zh": "对"}, "false": {"en": "False", "zh": "错"}}
        choices = [{"key": key, "text": said, "correct": (key == "true") is TRUE[word]}
                   for key, said in texts.items()]  # fmt: skip
        return {"kind": "choice", "select": "one", "choices": choices}
    if inside.startswith("#"):
        return _number(inside[1:].strip(), card, found)
    options = [_read_option(part) for part in _options(inside)]
    if any("->" in text for _, _, text, _ in options):
        found.notes.append(Note(card, "matching"))
        return None
    if not options:
        found.notes.append(Note(card, "no_answer"))
        return None
    if all(mark == "=" for mark, *_ in options):
        return _short_answer([plain(text) for _, _, text, _ in options], rich)
    return _choices(options, rich, card, found)


def _choices(options: Sequence[Any], rich: bool, card: str, found: Read) -> Entry:
    several = sum(weight > 0 for _, weight, _, _ in options) > 1
    if several and any(mark == "=" for mark, *_ in options):
        found.notes.append(Note(card, "either"))
    if not several and any(0 < weight < 100 for _, weight, _, _ in options):
        found.notes.append(Note(card, "partial"))
    choices: list[Entry] = []
    for number, (_, weight, text, why) in enumerate(options, 1):
        choice: Entry = {"key": f"choice-{number}", "text": _text(text, rich, card, found)}
        choice["correct"] = weight > 0
        choices.append(choice | ({"why": _text(why, rich, card, found)} if why.strip() else {}))
    return {"kind": "choice", "select": "several" if several else "one", "choices": choices}


def _short_answer(texts: Sequence[str], rich: bool) -> Entry:
    """Several spellings of one answer: an open question with a point for them."""
    words = [html.markdown(text)[0] if rich else text for text in texts]
    patterns = [re.escape(normalize("NFKC", word)) for word in words if word]
    point = {"key": "answer", "text": entries.text(f"{REMINDER}: {words[0]}"), "patterns": patterns}
    return {"kind": "open", "answer": entries.text(words[0]), "points": [point]}


def _number(inside: str, card: str, found: Read) -> Entry | None:
    options = [part for part in _options(inside) if part.strip()] or [inside]
    best = max(options, key=lambda part: _read_option(part)[1])
    if len(options) > 1:
        found.notes.append(Note(card, "partial"))
    text = plain(_read_option(best)[2]).strip()
    limits = _RANGE.fullmatch(text)
    try:
        if limits:
            low, high = float(limits[1]), float(limits[2])
            number, within = (low + high) / 2, abs(high - low) / 2
        else:
            value, _, tolerance = text.partition(":")
            number, within = float(value), float(tolerance or 0)
    except ValueError:
        found.notes.append(Note(card, "no_answer"))
        return None
    return {"kind": "numeric", "params": {}, "answer": f"{number:.15g}",
            "tolerance": {"abs": within}}  # fmt: skip


def _read_option(part: str) -> tuple[str, float, str, str]:
    """(mark, weight, text, feedback) of `=right#why` or `~%50%half`."""
    mark, rest = (part[0], part[1:]) if part[:1] in ("=", "~") else ("=", part)
    weight = 100.0 if mark == "=" else 0.0
    if given := _WEIGHT.match(rest.lstrip()):
        weight, rest = float(given[1]), rest.lstrip()[given.end() :]
    text, _, why = _cut(rest, "#")
    return mark, weight, text.strip(), why.strip()


def _options(inside: str) -> list[str]:
    """The parts of an answer block, each beginning with `=` or `~`."""
    starts = [n for n, char in enumerate(inside) if char in "=~" and not _is_escaped(inside, n)]
    ends = [*starts[1:], len(inside)]
    return [inside[start:end].strip() for start, end in zip(starts, ends, strict=False)]


def _is_escaped(text: str, place: int) -> bool:
    before = text[:place]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1


def _split(text: str, mark: str, most: int) -> list[str]:
    """`text` at unescaped occurrences of `mark`."""
    parts: list[str] = []
    begin, place = 0, text.find(mark)
    while place >= 0 and len(parts) < most:
        if not _is_escaped(text, place):
            parts.append(text[begin:place])
            begin = place + len(mark)
        place = text.find(mark, max(begin, place + 1))
    return [*parts, text[begin:]]


def _cut(text: str, mark: str) -> tuple[str, str, str]:
    parts = _split(text, mark, 1)
    return (parts[0], mark, parts[1]) if len(parts) == 2 else (text, "", "")


def plain(text: str) -> str:
    """A text without its escapes."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], text).strip()


def _text(text: str, rich: bool, card: str, found: Read) -> dict[str, str]:
    style = _FORMAT.match(text)
    if style:
        text, rich = text[style.end() :], style[1] in ("html", "moodle")
    told = plain(text)
    if rich:
        told, lost = html.markdown(told)
        found.notes += [Note(card, "media", name) for name in lost]
    return entries.text(told)


def _braces(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
