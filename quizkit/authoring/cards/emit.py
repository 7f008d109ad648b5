"""An entry as the YAML of a bank, such that the strict loader reads exactly what was given.

Texts go plain where they are nothing else in YAML 1.2, as a block where they have several lines,
else in double quotes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from quizkit.bank.yaml import plain

_PLAIN = re.compile(r"[^\W\d_](?:[\w .()/+*=;$%^-]*[\w.)/%])?")
_BLOCK = re.compile(r"[^\s#](?:[^\x00-\x1f\x7f-\x9f\ufeff\ud800-\udfff\u2028\u2029]|\n)*[^\s]\n?")
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
STEP = "  "
FLOW = 88


def cleaned(text: str) -> str:
    """`text` without the characters that a bank refuses; line ends become line feeds."""
    return _HIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def entry(value: Mapping[str, Any], indent: str = STEP) -> str:
    """One item of the list of questions, ending in a line feed."""
    lines = list(_mapping(value, indent + STEP))
    lines[0] = f"{indent}- {lines[0].lstrip()}"
    return "\n".join(lines) + "\n"


def mapping(value: Mapping[str, Any]) -> str:
    """A mapping as a document of its own."""
    return "\n".join(_mapping(value, "")) + "\n"


def _mapping(value: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, item in value.items():
        yield from _after(f"{indent}{_text(str(key))}:", item, indent)


def _after(head: str, value: Any, indent: str) -> Iterator[str]:
    """The lines of a value behind `key:` or `-`."""
    flow = _flow(value)
    if flow is not None and (len(head) + len(flow) <= FLOW or isinstance(value, str)):
        yield f"{head} {flow}"
    elif isinstance(value, str):
        yield f"{head} |{'' if value.endswith(chr(10)) else '-'}"
        for line in value.removesuffix("\n").split("\n"):
            yield f"{indent}{STEP}{line}" if line else ""
    elif isinstance(value, Mapping):
        yield head
        yield from _mapping(value, indent + STEP)
    else:
        yield head
        for item in value:
            yield from _item(item, indent + STEP)


def _item(value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping) and value and _flow(value) is None:
        lines = list(_mapping(value, indent + STEP))
        yield f"{indent}- {lines[0].lstrip()}"
        yield from lines[1:]
    else:
        yield from _after(f"{indent}-", value, indent)


def _flow(value: Any) -> str | None:
    """The value on one line; None for a text that becomes a block, and what holds one."""
    if isinstance(value, str):
        return None if "\n" in value and _BLOCK.fullmatch(value) else _text(value)
    if isinstance(value, Mapping):
        parts = [(_text(str(key)), _flow(item)) for key, item in value.items()]
        if any(item is None for _, item in parts):
            return None
        return "{" + ", ".join(f"{key}: {item}" for key, item in parts) + "}"
    if isinstance(value, list | tuple):
        items = [_flow(item) for item in value]
        return None if None in items else "[" + ", ".join(map(str, items)) + "]"
    return json.dumps(value)


def _text(text: str) -> str:
    if _PLAIN.fullmatch(text) and isinstance(plain(text), str):
        return text
    return json.dumps(text, ensure_ascii=False)
