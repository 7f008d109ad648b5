"""The grader's end of the pipes to one learner's process: frames both ways, and what it prints.

Every wait has a deadline for the whole of what is awaited, so that a reply in drips gains nothing.
"""

from __future__ import annotations

import os
import select
import time
from collections.abc import Sequence
from typing import Any

from . import wire
from .failures import harmless

PIECE = 1 << 16
LINE_LIMIT = 2000


class TimedOut(Exception):
    """The deadline passed."""


class Closed(Exception):
    """The other side closed its end."""


class Printed:
    """The end of what was printed, at most `limit` bytes of it."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.total = 0
        self._tail = bytearray()

    def add(self, part: bytes) -> None:
        """More output."""
        self.total += len(part)
        self._tail += part
        if len(self._tail) > 2 * self.limit + PIECE:
            del self._tail[: -self.limit]

    def clear(self) -> None:
        """Forget what came so far."""
        self.total = 0
        self._tail.clear()

    @property
    def truncated(self) -> bool:
        """Whether the beginning is missing."""
        return self.total > self.limit

    @property
    def text(self) -> str:
        """The kept output, control characters made harmless."""
        kept = bytes(self._tail[-self.limit :]) if self.limit else b""
        lines = kept.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
        if self.truncated and any(lines[1:]):
            del lines[0]  # its beginning is missing
        shown = [harmless(line.replace("\t", "    "), LINE_LIMIT) for line in lines]
        return "\n".join(shown).rstrip("\n")


class Channel:
    """Requests out, replies in, output beside them. Descriptors become ours to close."""

    def __init__(self, descriptors: tuple[int, int, int], printed: Printed) -> None:
        """`descriptors`: to read replies from, to write requests to, to read output from."""
        self.reads, self.writes, self.output = descriptors
        self.printed = printed
        self._printing = True
        for fd in descriptors:
            os.set_blocking(fd, False)

    def send(self, message: dict[str, Any], deadline: float) -> None:
        """One frame; TimedOut or Closed where the other side does not take it."""
        self.send_frame(wire.encode(message), deadline)

    def send_frame(self, pieces: Sequence[Any], deadline: float) -> None:
        """The pieces that `wire.encode` made."""
        for piece in pieces:
            view = memoryview(piece)
            while view:
                if self._wait(self.writes, select.POLLOUT, deadline):
                    view = view[self._write(view[: 1 << 20]) :]

    received = 0
    """Bytes of all frames so far."""

    def receive(self, deadline: float, most: int = wire.PAYLOAD_LIMIT) -> dict[str, Any]:
        """One frame of at most about `most` bytes; WireError for what is none."""
        header, payload = wire.lengths(self._take(wire.HEAD.size, deadline))
        if header + payload > most:
            raise wire.WireError("more than may be answered in all")
        self.received += header + payload
        head = self._take(header, deadline)
        return wire.decode(head, self._take(payload, deadline))

    def _take(self, count: int, deadline: float) -> bytearray:
        parts = bytearray()
        while len(parts) < count:
            if self._wait(self.reads, select.POLLIN, deadline):
                part = _read(self.reads, min(count - len(parts), 1 << 20))
                if part == b"":
                    raise Closed
                parts += part or b""
        return parts

    def _write(self, view: memoryview) -> int:
        try:
            return os.write(self.writes, view)
        except BlockingIOError:
            return 0
        except OSError:
            raise Closed from None

    def _wait(self, fd: int, event: int, deadline: float) -> bool:
        """Wait for `event` on `fd`, taking in output meanwhile; whether it came."""
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimedOut
        poller = select.poll()
        poller.register(fd, event)
        if self._printing:
            poller.register(self.output, select.POLLIN)
        ready = dict(poller.poll(left * 1000 + 1))
        if self.output in ready:
            self._drain()
        return fd in ready

    def _drain(self) -> bool:
        """Take in one piece of output; whether there was any."""
        part = _read(self.output, PIECE)
        if part == b"":
            self._printing = False
        self.printed.add(part or b"")
        return bool(part)

    def close(self) -> None:
        """Take in what was printed last, and close the descriptors. To be called after the end."""
        if self.reads < 0:
            return
        for _ in range(1 << 8):  # more than a pipe can hold
            if not self._printing or not self._drain():
                break
        for fd in {self.reads, self.writes, self.output}:
            os.close(fd)
        self.reads = self.writes = -1


def _read(fd: int, count: int) -> bytes | None:
    """Up to `count` bytes; empty at the end, None where there is nothing yet."""
    try:
        return os.read(fd, count)
    except BlockingIOError:
        return None
    except OSError:
        return b""
