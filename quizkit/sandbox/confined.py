"""One confined process of the learner's, as the grader has it: asked, limited, and ended.

Whatever the process does comes out as a typed Failure; how it ended is read from its exit status.
"""

from __future__ import annotations

import os
import secrets
import select
import shutil
import signal
import tempfile
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from . import replies, wire
from .channel import Channel, Closed, Printed, TimedOut
from .failures import Failure, SandboxFault
from .launch import Ending, Forked, Fresh
from .piped import PipedChannel
from .told import failure_told, lacks_told, too_large

if TYPE_CHECKING:
    from .host import Sandbox

START_SECONDS = 120.0
GRACE_SECONDS = 2.0
SOURCE_LIMIT = 1 << 20
ANSWERS_LIMIT = 64 << 20  # bytes; the grader keeps them all
GOES_ON = frozenset({"rejected", "error", "invalid"})  # the process can take another request


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds that all calls of a child may take, memory beyond its imports, output kept."""

    seconds: float = 10.0
    memory_mb: int = 512
    output_kb: int = 64


class Child:
    """One confined process of the learner's, from READY to its end."""

    def __init__(self, sandbox: Sandbox, limits: Limits) -> None:
        self.limits = limits
        self.ended: Failure | None = None
        self.used = 0.0
        self.standin = False
        """Whether quizgrad takes PyTorch's place there."""
        self.lacks: list[str] = []
        """What the learner's code asked of the stand-in that only PyTorch has."""
        self.answers_left = ANSWERS_LIMIT
        self._printed = Printed(limits.output_kb << 10)
        self._memory_kills = _memory_kills()
        self.folder = tempfile.mkdtemp(prefix="quizkit-")
        self._process: Forked | Fresh | None = None
        self._channel: Channel | None = None
        try:
            self._start(sandbox)
        except BaseException:
            self.close()
            raise

    def _start(self, sandbox: Sandbox) -> None:
        limits = {"seconds": self.limits.seconds, "memory_mb": self.limits.memory_mb}
        self._process = sandbox.process({"folder": self.folder} | limits)
        opened = Channel if hasattr(select, "poll") else PipedChannel
        self._channel = opened(self._process.descriptors, self._printed)
        deadline = time.monotonic() + START_SECONDS
        try:
            if sandbox.fresh:
                sandbox.greeted(self._channel.receive(deadline))
            told = self._channel.receive(deadline)
            self.standin = sandbox.standin
            sandbox.layers = (*map(str, told["ready"]), *sandbox.above)
        except (TimedOut, Closed, wire.WireError, KeyError) as error:
            self.close()
            raise SandboxFault(f"no READY: {error!r} {self.output}") from error
        self._printed.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def left(self) -> float:
        """Seconds that further calls may take."""
        return max(self.limits.seconds - self.used, 0.0)

    @property
    def output(self) -> str:
        """The end of what the learner's code printed; control characters made harmless."""
        return self._printed.text

    @property
    def truncated(self) -> bool:
        """Whether the beginning of the output was dropped."""
        return self._printed.truncated

    @property
    def printed_kb(self) -> int:
        """How much was printed, kept or not."""
        return self._printed.total >> 10

    def ask(self, verb: str, **fields: Any) -> dict[str, Any]:
        """One request and its answer. Raises Failure for whatever the learner's process does.

        After a Failure of a kind in GOES_ON the process takes further requests; any other has
        ended it, and is raised again by every further request.
        """
        if self.ended is not None:
            raise self.ended.with_traceback(None)
        assert self._channel is not None, "the child is closed"
        if verb == "load":
            fields["source"] = _checked(fields["source"])
        nonce = secrets.token_hex(8)
        pieces = wire.encode({"nonce": nonce, "verb": verb, "fields": fields})
        try:
            reply = self._exchange(self._channel, pieces)
        except TimedOut:
            raise self._stop(self._timed_out()) from None
        except Closed:
            raise self._stop(self._gone()) from None
        except (wire.WireError, MemoryError) as error:
            raise self._stop(Failure("protocol", "protocol", why=str(error))) from None
        result = self._result(reply, nonce)
        if not replies.fits(verb, fields, result):
            why = f"not an answer to {verb}"
            raise self._stop(Failure("protocol", "protocol", why=why))
        return result

    def _exchange(self, channel: Channel, pieces: list[Any]) -> dict[str, Any]:
        """Send a request and wait for the answer, in what is left of the time."""
        began, before = time.monotonic(), channel.received
        deadline = began + self.left
        try:
            channel.send_frame(pieces, deadline)
            return channel.receive(deadline, self.answers_left)
        finally:
            self.used += time.monotonic() - began
            self.answers_left -= channel.received - before

    def _result(self, reply: dict[str, Any], nonce: str) -> dict[str, Any]:
        failure, result = reply.get("failure"), reply.get("result")
        lacks = lacks_told(reply, self.standin)
        if reply.get("nonce") != nonce:
            why = "an answer to another question"
        elif isinstance(failure, dict):
            raise self._told(failure)
        elif isinstance(result, dict) and lacks is not None:
            self.lacks = lacks
            return result
        else:
            why = "neither a result nor a failure"
        raise self._stop(Failure("protocol", "protocol", why=why))

    def _told(self, failure: dict[str, Any]) -> Failure:
        """The failure that the child reports of itself; what it may not say is `protocol`."""
        told = failure_told(failure, self.standin)
        if told is None:
            return self._stop(Failure("protocol", "protocol", why="not a failure we know"))
        if told.kind == "out_of_memory":
            told = self._out_of_memory(**told.facts)
        return told if told.kind in GOES_ON else self._stop(told)

    def _timed_out(self) -> Failure:
        facts = {"seconds": self.limits.seconds, "used_s": round(self.used, 1)}
        return Failure("timed_out", "timed_out", **facts)

    def _out_of_memory(self, used_mb: int, asked: str = "") -> Failure:
        """`asked` is what the refused allocation said of itself."""
        facts: dict[str, Any] = {"memory_mb": self.limits.memory_mb, "used_mb": used_mb}
        if not asked:
            return Failure("out_of_memory", "out_of_memory", **facts)
        return Failure("out_of_memory", "allocation_refused", **facts, asked=asked)

    def _gone(self) -> Failure:
        """The connection closed: what the exit status says about it."""
        assert self._process is not None
        ending = self._process.ending(GRACE_SECONDS)
        if ending is not None:
            self._process = None
        if ending is None or ending.code == -getattr(signal, "SIGPIPE", 0):
            return Failure("protocol", "protocol", why="the connection was closed")
        return self._meaning(ending)

    def _meaning(self, ending: Ending) -> Failure:
        if ending.code >= 0:
            return Failure("exited", "exited", status=ending.code)
        number = -ending.code
        if number == getattr(signal, "SIGXCPU", 0):
            return self._timed_out()
        if number == getattr(signal, "SIGKILL", 0) and _memory_kills() > self._memory_kills:
            return self._out_of_memory(ending.peak_mb)
        try:
            name = signal.Signals(number).name
        except ValueError:
            name = f"signal {number}"
        return Failure("crashed", "crashed", signal=name)

    def _stop(self, failure: Failure) -> Failure:
        self.ended = failure
        self.close()
        return failure

    def close(self) -> None:
        """End the process; leave no process, descriptor or folder behind."""
        if self._process is not None:
            process, self._process = self._process, None
            process.kill()
        if self._channel is not None:
            channel, self._channel = self._channel, None
            channel.close()
        if self.folder:
            remove(self.folder)
            self.folder = ""


def _checked(source: str | bytes) -> bytes:
    raw = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source
    if len(raw) > SOURCE_LIMIT:
        raise too_large(len(raw) >> 10, SOURCE_LIMIT >> 10)
    return raw


def _memory_kills() -> int:
    """How many processes this machine's kernel has killed for want of memory; 0 if not known."""
    try:
        with open("/proc/vmstat") as counters:
            lines = [line for line in counters if line.startswith("oom_kill ")]
    except OSError:
        return 0
    return int(lines[0].split()[1]) if lines else 0


def remove(folder: str) -> None:
    """Remove a child's folder, whatever was done to it."""
    shutil.rmtree(folder, ignore_errors=True)
    if not os.path.lexists(folder):
        return
    for place, names, _ in os.walk(folder):
        for name in [".", *names]:
            os.chmod(os.path.join(place, name), 0o700)
    shutil.rmtree(folder, ignore_errors=True)
