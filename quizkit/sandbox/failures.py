"""What a learner's process answers when it cannot answer: typed, worded as data, made harmless."""

from __future__ import annotations

import errno
from types import TracebackType
from typing import Any

MESSAGE_LIMIT = 500
FRAMES_LIMIT = 8
LACKS_LIMIT = 8  # names that a framework lacks, told at once
NOT_SHOWN = "(cannot be shown)"


class Failure(Exception):
    """A typed failure. `kind` is a verdict, `code` a catalogue entry, `facts` its parameters."""

    def __init__(self, kind: str, code: str, /, **facts: Any) -> None:
        super().__init__(f"{kind}: {code} {facts}")
        self.kind = kind
        self.code = code
        self.facts = facts


class SandboxFault(Exception):
    """Our own machinery failed: before READY, or in a way no learner can cause."""


class FrameworkMissing(Exception):
    """The interpreter of the learner's process has no such framework, or cannot be used."""


class LayersMissing(Exception):
    """Layers that were asked for do not hold here; `missing` names them."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(f"isolation layers missing on this machine: {', '.join(missing)}")
        self.missing = missing


def harmless(text: str, limit: int = MESSAGE_LIMIT) -> str:
    """`text` on one line, without control or direction characters, at most about `limit` long."""
    safe = "".join(char if char.isprintable() else _escape(char) for char in text[:limit])
    return safe[:limit] + ("..." if len(text) > limit else "")


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def harmless_facts(value: Any, depth: int = 0) -> Any:
    """Facts from the other side, fit to be shown and stored: bounded, and every text harmless."""
    if isinstance(value, str):
        return harmless(value)
    if value is None or isinstance(value, (bool, float)):
        return value
    if isinstance(value, int):
        return value if abs(value) < 1 << 63 else NOT_SHOWN
    if depth > 4:
        return NOT_SHOWN
    if isinstance(value, dict):
        pairs = list(value.items())[:50]
        return {harmless(key, 80): harmless_facts(item, depth + 1) for key, item in pairs}
    if isinstance(value, (list, tuple)):
        return [harmless_facts(item, depth + 1) for item in value[:100]]
    return NOT_SHOWN


def shown(make: Any, limit: int = MESSAGE_LIMIT) -> str:
    """The text that `make` returns, whatever it does: it may run the learner's code."""
    try:
        text = make()
        return harmless(str.__str__(text), limit) if isinstance(text, str) else NOT_SHOWN
    except BaseException:
        return NOT_SHOWN


def kind_of(value: Any) -> str:
    """The name of a value's class."""
    return shown(lambda: type.__dict__["__name__"].__get__(type(value)), 80)


def _trace(error: BaseException) -> TracebackType | None:
    """The traceback, whatever the learner's class says it is."""
    found: TracebackType | None = BaseException.__dict__["__traceback__"].__get__(error)
    return found


def touches(error: BaseException, filename: str) -> bool:
    """Whether `error` passed through the learner's own file."""
    trace = _trace(error)
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == filename:
            return True
        trace = trace.tb_next
    return False


def frames(error: BaseException, filename: str, source: str) -> list[dict[str, Any]]:
    """Where `error` passed through the learner's own file, outermost first."""
    lines = source.splitlines()
    found = []
    trace = _trace(error)
    while trace is not None:
        code, line = trace.tb_frame.f_code, trace.tb_lineno or 0
        if code.co_filename == filename and 0 < line <= len(lines):
            text = harmless(lines[line - 1].strip(), 160)
            found.append({"line": line, "in": harmless(code.co_name, 80), "text": text})
        trace = trace.tb_next
    half = FRAMES_LIMIT // 2
    return found if len(found) <= FRAMES_LIMIT else found[:half] + found[-half:]


def describe(error: BaseException, filename: str, source: str) -> dict[str, Any]:
    """An exception as facts: class, message and the frames in the learner's own file."""
    return {
        "type": kind_of(error),
        "message": shown(lambda: str(error)),
        "frames": frames(error, filename, source),
    }


def as_failure(error: BaseException, filename: str, source: str) -> Failure:
    """The failure that an exception of the learner's code stands for. Raises nothing."""
    kind = type(error)
    if kind is Failure:
        return error  # type: ignore[return-value]  # `is` does not narrow
    try:
        if issubclass(kind, MemoryError) or _no_memory(error):
            facts = {"asked": shown(lambda: str(error))}  # the figures are added on the way
            return Failure("out_of_memory", "out_of_memory", **facts)
        if issubclass(kind, SystemExit):
            status = shown(lambda: repr(error.code), 40)  # type: ignore[attr-defined]
            return Failure("exited", "exited", status=status)
        code = "not_implemented" if issubclass(kind, NotImplementedError) else "raised"
        return Failure("error", code, **describe(error, filename, source))
    except BaseException:
        return Failure("error", "raised", type=kind_of(error), message=NOT_SHOWN, frames=[])


def _no_memory(error: BaseException) -> bool:
    """Whether this is how the system, or torch (a RuntimeError), says that memory ran out."""
    if type(error) is OSError:
        return error.errno == errno.ENOMEM
    if type(error) is not RuntimeError:
        return False
    message = shown(lambda: str(error))
    return "can't allocate memory" in message or "not enough memory" in message
