"""A file that an editor writes: whether it is another than before and holds still.

Editors truncate and write, or write beside and rename; for a moment the file is empty, half
written or not there. So a change counts once the file has not changed any more for a moment, and
for a longer one where what it holds is not yet a program.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable
from pathlib import Path

from quizkit.cli.submissions import SIZE_LIMIT

STILL = 0.15
UNFINISHED = 1.0
Look = tuple[int, int, int]
"""Inode, size and time of the last change: what a save changes."""


class Watched:
    """One file and the state of it that was handled last."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self.path = path
        self._clock = clock
        self._handled: Look | None = None
        self._seen: Look | None = None
        self._since = clock()

    def look(self) -> Look | None:
        """The file as it is now; None where it is not there."""
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns

    def handled(self) -> None:
        """Take the file as it is now for known; to be called before it is read."""
        self._handled = self._seen = self.look()

    def changed(self) -> bool:
        """Whether the file is there, is another than the one handled, and holds still."""
        now, look = self._clock(), self.look()
        if look != self._seen:
            self._seen, self._since = look, now
            return False
        if look is None or look == self._handled:
            return False
        waited = now - self._since
        return waited >= UNFINISHED or (waited >= STILL and is_program(self.path))

    def missing(self) -> bool:
        """Whether the file has not been there for a while."""
        return self._seen is None and self._clock() - self._since >= UNFINISHED


def is_program(path: Path) -> bool:
    """Whether the file holds Python that compiles, and not nothing."""
    try:
        with path.open("rb") as stream:
            source = stream.read(SIZE_LIMIT)
        with warnings.catch_warnings(action="ignore"):
            compile(source, str(path), "exec", dont_inherit=True)
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return bool(source.strip())
