"""What a learner's process answers when it cannot answer: typed, worded as data, made harmless."""

from __future__ import annotations

import unicodedata
from typing import Any

MESSAGE_LIMIT = 500
FRAMES_LIMIT = 8


class Failure(Exception):
    """A typed failure. `kind` is a verdict, `code` a catalogue entry, `facts` its parameters."""

    def __init__(self, kind: str, code: str, **facts: Any) -> None:
        super().__init__(f"{kind}: {code} {facts}")
        self.kind = kind
        self.code = code
        self.facts = facts


def harmless(text: str, limit: int = MESSAGE_LIMIT) -> str:
    """`text` on one line, without control or direction characters, at most `limit` long."""
    shown = "".join(
        char if unicodedata.category(char)[0] != "C" else repr(char)[1:-1] for char in text[:limit]
    )
    return shown[:limit] + ("..." if len(text) > limit else "")


def describe(error: BaseException, filename: str, source: str) -> dict[str, Any]:
    """An exception as facts: class, message and the frames in the learner's own file."""
    try:
        message = harmless(str(error))
    except BaseException:
        message = "(its message cannot be shown)"
    lines = source.splitlines()
    frames = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename == filename and 0 < trace.tb_lineno <= len(lines):
            text = harmless(lines[trace.tb_lineno - 1].strip(), 160)
            frames.append({"line": trace.tb_lineno, "in": harmless(code.co_name, 80), "text": text})
        trace = trace.tb_next
    return {
        "type": harmless(type(error).__name__, 80),
        "message": message,
        "frames": frames[-FRAMES_LIMIT:],
    }


def as_failure(error: BaseException, filename: str, source: str) -> Failure:
    """The failure that an exception of the learner's code stands for."""
    if isinstance(error, Failure):
        return error
    if isinstance(error, MemoryError):
        return Failure("out_of_memory", "out_of_memory")
    if isinstance(error, SystemExit):
        return Failure("exited", "exited", status=harmless(repr(error.code), 40))
    if isinstance(error, NotImplementedError):
        facts = describe(error, filename, source)
        return Failure("error", "not_implemented", **facts)
    if isinstance(error, RecursionError):
        return Failure("error", "raised", **describe(error.with_traceback(None), filename, source))
    return Failure("error", "raised", **describe(error, filename, source))
