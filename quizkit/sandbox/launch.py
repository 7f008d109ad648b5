"""Starting processes for learners: through a fork server, or a fresh one each time."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from .confine import LINUX
from .failures import SandboxFault, harmless

SERVER = Path(__file__).with_name("server.py")
MESSAGE = 1 << 16
END_SECONDS = 10.0
KEPT_VARIABLES = ("HOME", "LD_LIBRARY_PATH", "SYSTEMROOT")
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
ONE_THREAD = {name: "1" for name in THREADS}


@dataclass(frozen=True, slots=True)
class Ending:
    """How a process ended: exit code, or minus the signal; the memory reached, 0 if unknown."""

    code: int
    peak_mb: int = 0


def command(python: str, mode: str, framework: str, about: dict[str, Any]) -> list[str]:
    """The command line of the learner's side."""
    return [python, "-E", "-P", str(SERVER), mode, framework, json.dumps(about)]


def environment() -> dict[str, str]:
    """What the learner's side sees until its imports are over; then it sees nothing."""
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    return kept | ONE_THREAD


def _start(arguments: list[str], **options: Any) -> subprocess.Popen[bytes]:
    try:
        root = os.path.abspath(os.sep)
        return subprocess.Popen(arguments, env=environment(), cwd=root, **options)
    except OSError as error:
        raise SandboxFault(f"cannot start {arguments[0]}: {error.strerror}") from error


class ForkServer:
    """Our end of a fork server: `launch` does not wait for its imports, `hello` does.

    `box` is put before its command: what starts it in namespaces of its own.
    """

    def __init__(
        self, python: str, framework: str, options: dict[str, Any], box: Sequence[str] = ()
    ) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.control = ours
        self.errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # closed in `close`
        self.gone = False
        self.boxed = bool(box)
        self._greeting: dict[str, Any] | None = None
        self._endings: dict[int, Ending] = {}
        self._count = 0
        about = options | {"control": theirs.fileno()}
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": self.errors}
        try:
            arguments = [*box, *command(python, "fork", framework, about)]
            descriptors = (theirs.fileno(),)
            self.process = _start(arguments, pass_fds=descriptors, process_group=0, **quiet)
        except BaseException:
            ours.close()
            self.errors.close()
            raise
        finally:
            theirs.close()

    def hello(self, seconds: float) -> dict[str, Any]:
        """What the server says when its imports are over: `hello`, or `missing` and why."""
        deadline = time.monotonic() + seconds
        while self._greeting is None:
            if self.gone or time.monotonic() > deadline:
                raise SandboxFault(f"the learner's side did not start: {self._complaint()}")
            self._listen(deadline)
        return self._greeting

    def _complaint(self) -> str:
        self.errors.seek(max(0, self.errors.tell() - 2000))
        lines = self.errors.read().decode("utf-8", "replace").strip().splitlines()
        return harmless(lines[-1]) if lines else "no message"

    def _listen(self, deadline: float) -> bool:
        """Take in one control message, if one comes before `deadline`; whether one came."""
        poller = select.poll()
        poller.register(self.control, select.POLLIN)
        left = max(deadline - time.monotonic(), 0)
        if self.gone or not poller.poll(left * 1000):
            return False
        try:
            message = self.control.recv(MESSAGE)
        except ConnectionError:
            message = b""
        told = json.loads(message) if message else {}
        if not told:
            self.gone = True
        elif "exit" in told:
            number, status, peak = told["exit"]
            self._endings[number] = Ending(os.waitstatus_to_exitcode(status), peak)
        else:
            self._greeting = told
        return True

    def alive(self) -> bool:
        """Whether the server can take requests."""
        while self._listen(time.monotonic()):
            continue
        return not self.gone

    def spawn(self, asked: dict[str, Any], descriptors: list[int]) -> int:
        """Have the server fork; the number by which it knows the child."""
        self._count += 1
        message = json.dumps(asked | {"spawn": self._count}).encode()
        try:
            socket.send_fds(self.control, [message], descriptors)
        except OSError as error:
            self.gone = True
            raise SandboxFault(f"the learner's side ended: {self._complaint()}") from error
        return self._count

    def kill(self, number: int) -> None:
        """Have a child killed; its ending is still to be awaited."""
        with suppress(OSError):
            self.control.send(json.dumps({"kill": number}).encode())

    def ending(self, number: int, seconds: float) -> Ending | None:
        """How a child ended; None where that is not known in time."""
        deadline = time.monotonic() + seconds
        while number not in self._endings:
            if not self._listen(deadline):
                return None
        return self._endings.pop(number)

    def close(self) -> None:
        """End the server and all its children."""
        self.control.close()
        try:
            self.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill_all()
            self.process.wait()
        self.errors.close()

    def kill_all(self) -> None:
        """Kill the server with what it was started in; its children die with it."""
        self.gone = True
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)


def _taken(stream: IO[bytes] | None) -> int:
    """The descriptor of a stream of Popen's, now ours to close."""
    assert stream is not None
    descriptor = os.dup(stream.fileno())
    stream.close()
    return descriptor


class Forked:
    """A child of a fork server."""

    def __init__(self, server: ForkServer, asked: dict[str, Any]) -> None:
        self.server = server
        self._ending: Ending | None = None
        ours, theirs = socket.socketpair()
        output, printing = os.pipe()
        try:
            self.number = server.spawn(asked, [theirs.fileno(), printing])
        except BaseException:
            ours.close()
            os.close(output)
            raise
        finally:
            theirs.close()
            os.close(printing)
        fd = ours.detach()
        self.descriptors: tuple[int, int, int] = (fd, fd, output)

    def ending(self, seconds: float) -> Ending | None:
        """How it ended by itself; None if it does not within `seconds`."""
        self._ending = self._ending or self.server.ending(self.number, seconds)
        return self._ending

    def kill(self) -> None:
        """End it, and see it gone; a server that cannot do that is killed with all its children."""
        if self._ending is not None:
            return
        self.server.kill(self.number)
        if self.ending(END_SECONDS) is None:
            self.server.kill_all()


class Fresh:
    """A process of its own for one child."""

    def __init__(self, python: str, framework: str, asked: dict[str, Any]) -> None:
        pipes = {name: subprocess.PIPE for name in ("stdin", "stdout", "stderr")}
        self.process = _start(command(python, "fresh", framework, asked), bufsize=0, **pipes)
        process = self.process
        reads, writes, output = (
            _taken(process.stdout),
            _taken(process.stdin),
            _taken(process.stderr),
        )
        self.descriptors: tuple[int, int, int] = (reads, writes, output)

    def ending(self, seconds: float) -> Ending | None:
        """How it ended by itself; None if it does not within `seconds`."""
        try:
            code = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        self._kill_group()
        return Ending(code)

    def kill(self) -> None:
        """End it, and see it gone."""
        self._kill_group()
        self.process.kill()
        self.process.wait()

    def _kill_group(self) -> None:
        if LINUX or hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
