"""Looking at processes from outside, for tests: who runs, who is whose child."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

from quizkit.sandbox.host import Sandbox

SECONDS = 60.0


def stat(pid: int) -> list[str]:
    """State, parent and the rest of what /proc says of a process; empty where there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def alive(pid: int) -> bool:
    """Whether a process runs; one that nobody has reaped yet does not."""
    return stat(pid)[:1] not in ([], ["Z"], ["X"])


def parent(pid: int) -> int:
    """The parent of a process."""
    return int(stat(pid)[1])


def children(pid: int) -> list[int]:
    """The children of a process."""
    try:
        return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def deepest(pid: int) -> int:
    """The last of a line of only children: from what starts the fork server to a learner."""
    while below := children(pid):
        pid = below[0]
    return pid


def ended(pid: int) -> bool:
    """Whether a process is gone within a generous time."""
    until = time.monotonic() + SECONDS
    while alive(pid) and time.monotonic() < until:
        time.sleep(0.01)
    return not alive(pid)


def server_of(sandbox: Sandbox) -> int:
    """The fork server itself: below bubblewrap and its init, where the sandbox is in a box."""
    assert sandbox._server is not None
    pid = sandbox._server.process.pid
    for _ in range(2 if sandbox._server.boxed else 0):
        (pid,) = children(pid)
    return pid


def learners(sandbox: Sandbox) -> list[int]:
    """The processes that the sandbox's fork server has."""
    if sandbox._server is None or not sandbox._server.alive():
        return []
    return children(server_of(sandbox))


def below(pid: int) -> set[int]:
    """All that descends from a process, as far as it can be seen now."""
    found = set(children(pid))
    for child in list(found):
        found |= below(child)
    return found


def is_learners(pid: int) -> bool:
    """Whether a process is a fork server or a learner's: not bubblewrap, not the grader."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return b"python" in words[0] and any(word.endswith(b"sandbox/server.py") for word in words)


class Started(subprocess.Popen[str]):
    """A program that runs, with what descends from it."""

    def grading(self) -> set[int]:
        """Its descendants, once a learner's process is among them, or it has ended."""
        until = time.monotonic() + SECONDS
        while self.poll() is None:
            family = below(self.pid)
            if sum(map(is_learners, family)) > 1:
                return family
            assert time.monotonic() < until, family
            time.sleep(0.002)
        return set()

    def end(self, family: set[int]) -> None:
        """Kill it and what is left of `family`; close its pipes."""
        for pid in (self.pid, *family):
            if alive(pid) and (pid != self.pid or self.poll() is None):
                os.kill(pid, signal.SIGKILL)
        self.wait()
        for stream in (self.stdin, self.stdout, self.stderr):
            if stream is not None:
                stream.close()
