"""The grader's end of the pipes where descriptors cannot be polled (Windows): by threads."""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from .channel import PIECE, Channel, Closed, Printed, TimedOut

JOIN_SECONDS = 5.0


class PipedChannel(Channel):
    """The same as `Channel`, with blocking descriptors and threads that end with the process."""

    def __init__(self, descriptors: tuple[int, int, int], printed: Printed) -> None:
        self.reads, self.writes, self.output = descriptors
        self.printed = printed
        self._arrived: queue.Queue[bytes] = queue.Queue()
        self._to_send: queue.Queue[tuple[Sequence[Any], queue.Queue[bool]] | None] = queue.Queue()
        self._rest = bytearray()
        work = (
            lambda: _read_all(self.reads, self._arrived.put),
            lambda: _read_all(self.output, self.printed.add),
            self._write_all,
        )
        self._threads = [threading.Thread(target=each, daemon=True) for each in work]
        for thread in self._threads:
            thread.start()

    def send_frame(self, pieces: Sequence[Any], deadline: float) -> None:
        """Hand a frame to the writing thread, and wait until it is written."""
        done: queue.Queue[bool] = queue.Queue()
        self._to_send.put((pieces, done))
        if not _before(deadline, done):
            raise Closed

    def _write_all(self) -> None:
        while (job := self._to_send.get()) is not None:
            pieces, done = job
            try:
                for piece in pieces:
                    view = memoryview(piece)
                    while view:
                        view = view[os.write(self.writes, view[:PIECE]) :]
                done.put(True)
            except OSError:
                done.put(False)

    def _take(self, count: int, deadline: float) -> bytearray:
        while len(self._rest) < count:
            part = _before(deadline, self._arrived)
            if not part:
                self._arrived.put(b"")
                raise Closed
            self._rest += part
        taken, self._rest = self._rest[:count], self._rest[count:]
        return taken

    def close(self) -> None:
        """To be called after the end of the process: the threads have seen it."""
        if self.reads < 0:
            return
        self._to_send.put(None)
        for thread in self._threads:
            thread.join(JOIN_SECONDS)
        for fd in (self.reads, self.writes, self.output):
            with suppress(OSError):
                os.close(fd)
        self.reads = self.writes = -1


def _before(deadline: float, source: queue.Queue[Any]) -> Any:
    try:
        return source.get(timeout=max(deadline - time.monotonic(), 0.001))
    except queue.Empty:
        raise TimedOut from None


def _read_all(fd: int, take: Callable[[bytes], None]) -> None:
    """Pass on what comes until the end, then (and there only) an empty piece."""
    while True:
        try:
            part = os.read(fd, PIECE)
        except OSError:
            part = b""
        take(part)
        if not part:
            return
