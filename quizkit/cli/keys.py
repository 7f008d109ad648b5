"""Keys while something else goes on: single ones on a terminal, lines elsewhere.

    with Keys() as keys:
        for key in keys.read(0.1):    waits at most a tenth of a second
            ...

A key is one character, or a whole word where lines are read; Enter is the empty string. Full-width
characters are folded, as an input method yields them, and what arrow keys send is dropped.
"""

from __future__ import annotations

import codecs
import os
import re
import select
import signal
import sys
import time
import unicodedata
from types import FrameType
from typing import Any, Self

ESCAPE = re.compile(r"\x1b(?:[\[O][0-9;?]*[ -/]*[@-~]|.)?")


class Keys:
    """What is typed on standard input; the terminal is as it was when this is left."""

    def __init__(self) -> None:
        self.fd = sys.stdin.fileno()
        self.single = os.isatty(self.fd)
        self.open = True
        self._rest = ""
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._before: list[Any] = []
        self._handlers: dict[int, Any] = {}

    def __enter__(self) -> Self:
        if self.single:
            import termios

            self._before = termios.tcgetattr(self.fd)
            self._set()
            self._handle(signal.SIGCONT, lambda *_: self._set())
        for number in (signal.SIGTERM, signal.SIGHUP):
            self._handle(number, leave)
        return self

    def __exit__(self, *_: object) -> None:
        if self.single:
            import termios

            termios.tcsetattr(self.fd, termios.TCSADRAIN, self._before)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    def _set(self) -> None:
        """Keys one by one and unechoed; Ctrl-C still interrupts. Set again after Ctrl-Z."""
        import tty

        tty.setcbreak(self.fd)

    def _handle(self, number: int, handler: Any) -> None:
        self._handlers[number] = signal.signal(number, handler)

    def read(self, seconds: float) -> list[str]:
        """The keys typed by now; waits for the first, at most so long."""
        if not self.open:
            time.sleep(seconds)
            return []
        if not select.select([self.fd], [], [], seconds)[0]:
            return []
        try:
            part = os.read(self.fd, 4096)
        except OSError:  # the terminal is gone
            part = b""
        self.open = bool(part)
        return self._split(self._decoder.decode(part, final=not part))

    def _split(self, text: str) -> list[str]:
        if self.single:
            typed = ESCAPE.sub("", text)
            return [fold(char) for char in typed if char.isprintable() or char in "\r\n"]
        *lines, self._rest = (self._rest + text).split("\n")
        if not self.open and self._rest:
            lines.append(self._rest)
        return [fold(line) for line in lines]


def fold(text: str) -> str:
    """Full-width characters as their plain twins, lower case, without space around."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def leave(number: int, _: FrameType | None) -> None:
    """End as a signal asks, but orderly: everything that is open is closed."""
    raise SystemExit(128 + number)
