"""The learner's process itself: confine, say READY, then answer the grader's verbs one by one.

Before READY nothing of the learner's has been read; after it no outcome is the grader's fault.
"""

from __future__ import annotations

import builtins
import linecache
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from contextlib import suppress
from time import sleep
from typing import Any

from . import wire
from .adapter import MODULE, Adapter
from .confine import LINUX, Plan, confine, die_with
from .failures import LACKS_LIMIT, NOT_SHOWN, Failure, as_failure, describe, harmless
from .framework import adapter_for, reseed
from .gauge import open_gauge

VERBS = frozenset(
    ["has", "build", "set_state", "state", "forward", "vjp", "train", "call", "call_vjp"]
)
# Bound here so that a learner who replaces them in their modules does not disturb the protocol.
_read, _write, _exit, _compile = os.read, os.write, os._exit, builtins.compile
_kill, _getpid, _signal = os.kill, os.getpid, signal.signal


class ChannelLost(Exception):
    """Requests can no longer be read, or replies written: the learner's code closed them."""


def put(descriptor: int, frame: list[Any]) -> None:
    """Write one frame."""
    for piece in frame:
        view = memoryview(piece)
        while view:
            view = view[_write(descriptor, view[: 1 << 20]) :]


def say(descriptor: int, message: dict[str, Any]) -> None:
    """Write a message of ours."""
    put(descriptor, wire.encode(message))


class Child:
    """Answers requests until the grader closes the channel."""

    def __init__(
        self, adapter: Adapter, channel: tuple[int, int], used_mb: Callable[[], int]
    ) -> None:
        self.adapter = adapter
        self.used_mb = used_mb
        self.requests, self.replies = channel
        self.filename = "submission.py"
        self.source = ""

    def serve(self) -> None:
        """Read a request, run it, answer; end with the connection."""
        while True:
            head = self._take(wire.HEAD.size)
            if head is None:
                return
            header, payload = wire.lengths(head)
            request = wire.decode(self._take(header) or b"", self._take(payload) or b"")
            reply = self.answer(request)
            try:
                put(self.replies, reply)
            except OSError as error:
                raise ChannelLost from error

    def _take(self, count: int) -> bytearray | None:
        parts = bytearray()
        while len(parts) < count:
            try:
                part = _read(self.requests, min(count - len(parts), 1 << 20))
            except OSError as error:
                raise ChannelLost from error
            if not part:
                return None
            parts += part
        return parts

    def answer(self, request: dict[str, Any]) -> list[Any]:
        """The frame that answers one request, whatever the learner's code does."""
        nonce, verb, fields = request["nonce"], request["verb"], request["fields"]
        try:
            result = self.load(**fields) if verb == "load" else self.run(verb, fields)
            return wire.encode({"nonce": nonce, "result": result} | self._lacks())
        except wire.WireError as error:
            facts = {"type": "WireError", "message": f"the answer is {error}", "frames": []}
            return refusal(nonce, "rejected", "raised", **facts)
        except BaseException as error:
            failure = self.adapter.blamed(as_failure(error, self.filename, self.source), error)
            if failure.kind == "out_of_memory":
                failure.facts["used_mb"] = self.measured()
            return refusal(nonce, failure.kind, failure.code, **failure.facts)
        finally:
            for stream in (sys.__stdout__, sys.__stderr__):
                with suppress(BaseException):
                    stream.flush()  # type: ignore[union-attr]  # set by `redirect`

    def _lacks(self) -> dict[str, Any]:
        """What the learner's code asked of the framework and did not find, where there is any."""
        return {"lacks": self.adapter.lacks[:LACKS_LIMIT]} if self.adapter.lacks else {}

    def measured(self) -> int:
        """Memory in use; 0 where the learner's code has closed what tells it."""
        try:
            return self.used_mb()
        except (OSError, ValueError):
            return 0

    def run(self, verb: str, fields: dict[str, Any]) -> dict[str, Any]:
        """One verb of the adapter."""
        if verb not in VERBS:
            raise LookupError(f"there is no verb {verb}")
        answer: dict[str, Any] = getattr(self.adapter, verb)(**fields)
        return answer

    def load(
        self, source: str | bytes, filename: str, harness: str = "", name: str = MODULE
    ) -> dict[str, Any]:
        """Compile and run the source, then the exercise's harness; a source that cannot be
        compiled is `invalid`.
        """
        self.source, self.filename = decoded(source), filename
        lines = self.source.splitlines(keepends=True)
        linecache.cache[filename] = (len(self.source), None, lines, filename)
        try:
            code = _compile(self.source, filename, "exec", dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
            facts = describe(error, filename, self.source)
            line = getattr(error, "lineno", None) or 0
            text = harmless(lines[line - 1].strip(), 160) if 0 < line <= len(lines) else ""
            message = harmless(str(getattr(error, "msg", None) or error))
            facts |= {"line": line, "text": text, "message": message}
            raise Failure("invalid", "syntax", **facts) from None
        self.adapter.load(code, filename, name)
        if harness:
            self.adapter.load_harness(harness)
        return {}


def decoded(source: str | bytes) -> str:
    """The source as text; a Failure `invalid` for what cannot be Python source."""
    raw = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else bytes(source)
    if not raw.strip():
        raise Failure("invalid", "empty_file")
    if b"\0" in raw:
        raise Failure("invalid", "nul_byte")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Failure("invalid", "not_utf8", offset=error.start) from None


def refusal(nonce: str, kind: str, code: str, /, **facts: Any) -> list[Any]:
    """The frame that carries a failure, or at least that there is one."""
    try:
        told = {"kind": kind, "code": code, "facts": facts}
        return wire.encode({"nonce": nonce, "failure": told})
    except BaseException:
        facts = {"type": NOT_SHOWN, "message": NOT_SHOWN, "frames": []}
        told = {"kind": "error", "code": "raised", "facts": facts}
        return wire.encode({"nonce": nonce, "failure": told})


def redirect(channel: tuple[int, int], output: int, kept: int) -> tuple[tuple[int, int], int]:
    """Standard input empty, standard output and error to `output`, all else closed.

    Returns the channel's and `kept`'s new descriptors (3, 4, 5 and on).
    """
    wanted = [*channel, *([kept] if kept >= 0 else [])]
    null = os.open(os.devnull, os.O_RDONLY)
    spare = [os.dup(fd) for fd in (null, output, *wanted)]
    while min(spare) < 3 + len(wanted):
        spare = [os.dup(fd) for fd in spare]
    for fd, target in zip(spare, (0, 1, *range(3, 3 + len(wanted))), strict=True):
        os.dup2(fd, target, inheritable=False)
    os.dup2(1, 2)
    _close_from(3 + len(wanted))
    for name, fd, mode in (("stdin", 0, "r"), ("stdout", 1, "w"), ("stderr", 2, "w")):
        stream = open(fd, mode, 1, "utf-8", "replace", closefd=False)  # noqa: SIM115  # stays open
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    return (3, 4), 5 if kept >= 0 else -1


def _close_from(first: int) -> None:
    last = 256
    if LINUX:
        last = max(map(int, os.listdir("/proc/self/fd"))) + 1
    if last > first:  # an empty range closes everything on CPython 3.11.2
        os.closerange(first, last)


def become(
    backend: str,
    channel: tuple[int, int],
    output: int,
    asked: dict[str, Any],
    plan: Plan,
    parent: int,
) -> None:
    """Become the learner's process: confine, say READY, serve. Does not return."""
    try:
        channel, ruleset = redirect(channel, output, plan.ruleset)
        die_with(parent)
        if hasattr(os, "setsid"):
            os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.chdir(asked["folder"])
        tempfile.tempdir = asked["folder"]  # else `tempfile` tries to write; torch asks at import
        os.environ.clear()
        if backend == "torch":  # its optimizers import the compiler, which makes this folder
            os.environ["TORCHINDUCTOR_CACHE_DIR"] = asked["folder"]
        reseed()
        adapter = adapter_for(backend)
        used_mb = open_gauge()
        layers = confine(Plan(ruleset, plan.without), asked["seconds"], asked["memory_mb"])
        say(channel[1], {"ready": layers})
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        _exit(1)
    _serve(Child(adapter, channel, used_mb))


def _serve(child: Child) -> None:
    status = 1
    try:
        child.serve()
        status = 0
    except ChannelLost:
        _vanish()
    finally:
        _exit(status)


def _vanish() -> None:
    """End in the way that the grader's side reads as "the connection was closed"."""
    if LINUX:
        _signal(signal.SIGPIPE, signal.SIG_DFL)
        _kill(_getpid(), signal.SIGPIPE)
    while True:
        sleep(3600)
