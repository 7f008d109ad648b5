"""The grader's side: start the learner's side, ask it, and say how it ended.

with Sandbox("numpy") as sandbox, sandbox.child(Limits()) as child:
    child.ask("load", source=..., filename="mlp.py")
    child.ask("forward", slot=0, inputs=[x])["output"]
"""

from __future__ import annotations

import json
import os
import secrets
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from . import wire
from .failures import Failure, harmless

SERVER = Path(__file__).with_name("server.py")
START_SECONDS = 120.0
END_SECONDS = 5.0
MESSAGE = 1 << 16
GOES_ON = frozenset({"rejected", "error", "invalid"})  # the process can take another request
LINUX = sys.platform == "linux"


class SandboxFault(Exception):
    """Our own machinery failed: before READY, or in a way no learner can cause."""


class FrameworkMissing(Exception):
    """The interpreter of the learner's process has no such framework."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Wall-clock seconds for all calls of a child, memory beyond its imports, output kept."""

    seconds: float = 10.0
    memory_mb: int = 512
    output_kb: int = 64


class Sandbox:
    """A learner's side with one framework. Starting does not wait; the first child does."""

    def __init__(
        self,
        framework: str,
        python: str | None = None,
        fresh: bool = not LINUX,
        preload: Sequence[str] = (),
    ) -> None:
        self.framework = framework
        self.executable = python or sys.executable
        self.fresh = fresh
        self.preload = tuple(preload)
        self.layers: tuple[str, ...] = ()
        self.python = ""
        self.version = ""
        self._server: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._events: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Launch the learner's side without waiting for its imports."""
        if self._server is not None:
            return
        kind = socket.SOCK_SEQPACKET if LINUX else socket.SOCK_DGRAM
        ours, theirs = socket.socketpair(socket.AF_UNIX, kind)
        mode = "fresh" if self.fresh else "fork"
        command = [self.executable, "-E", "-P", str(SERVER)]
        command += [self.framework, str(theirs.fileno()), mode, *self.preload]
        quiet = {name: "1" for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")}
        home = {name: os.environ[name] for name in ("HOME", "SYSTEMROOT") if name in os.environ}
        try:
            self._server = subprocess.Popen(
                command,
                env=quiet | home | {"MKL_NUM_THREADS": "1"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                cwd="/",
            )
        except OSError as error:
            ours.close()
            raise SandboxFault(f"cannot start {self.executable}: {error}") from error
        finally:
            theirs.close()
        self._control = ours

    def _hello(self) -> None:
        if self.python:
            return
        self.start()
        told = self.event(("hello", "missing"), START_SECONDS)
        if "missing" in told:
            raise FrameworkMissing(told["why"])
        self.python, self.version = told["python"], told["version"]

    def event(self, keys: tuple[str, ...], seconds: float) -> dict[str, Any]:
        """The next control message with one of `keys`; others are kept for who asks for them."""
        deadline = time.monotonic() + seconds
        assert self._control is not None
        while True:
            for index, event in enumerate(self._events):
                if any(key in event for key in keys):
                    return self._events.pop(index)
            if not _readable([self._control], deadline):
                raise SandboxFault("the learner's side does not answer")
            message = self._control.recv(MESSAGE)
            if not message:
                raise SandboxFault("the learner's side ended")
            self._events.append(json.loads(message))

    def child(self, limits: Limits) -> Child:
        """A new confined process, READY for the learner's source."""
        self._hello()
        return Child(self, limits)

    def spawn(self, fds: list[int], folder: str, limits: Limits) -> int:
        """Have the server fork; the process id."""
        assert self._control is not None
        about = {"seconds": limits.seconds, "memory_mb": limits.memory_mb}
        asked = json.dumps({"spawn": {"folder": folder, "limits": about}}).encode()
        socket.send_fds(self._control, [asked], fds)
        return int(self.event(("pid",), START_SECONDS)["pid"])

    def end(self, pid: int, kill: bool) -> int | None:
        """Wait for a child's end, killing it first where asked; its wait status if known."""
        if self.fresh:
            return self._end_fresh(kill)
        assert self._control is not None
        if kill:
            self._control.send(json.dumps({"kill": pid}).encode())
        while True:
            ended, status = self.event(("exit",), END_SECONDS)["exit"]
            if ended == pid:
                return int(status)

    def _end_fresh(self, kill: bool) -> int | None:
        assert self._server is not None
        if kill:
            self._server.kill()
        code = self._server.wait(END_SECONDS)
        self.close()
        return -code if code < 0 else code << 8

    def close(self) -> None:
        """End the learner's side and everything in it."""
        if self._control is not None:
            self._control.close()
        if self._server is not None:
            try:
                self._server.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                self._server.kill()
                self._server.wait()
        self._server = self._control = None
        self._events.clear()
        self.python = ""


def _readable(sources: list[Any], deadline: float) -> list[Any]:
    left = max(deadline - time.monotonic(), 0.0)
    return select.select(sources, [], [], left)[0]


class Child:
    """One confined process of the learner's, from READY to its end."""

    def __init__(self, sandbox: Sandbox, limits: Limits) -> None:
        self.sandbox = sandbox
        self.limits = limits
        self.ended: Failure | None = None
        self._printed = bytearray()
        self.truncated = False
        self.folder = tempfile.mkdtemp(prefix="quizkit-")
        self.channel, theirs = socket.socketpair()
        self._output, output = os.pipe()
        try:
            self.pid = sandbox.spawn([theirs.fileno(), output], self.folder, limits)
        finally:
            theirs.close()
            os.close(output)
        self.deadline = time.monotonic() + START_SECONDS
        self._await_ready()
        self.deadline = time.monotonic() + limits.seconds

    def _await_ready(self) -> None:
        try:
            told = self._receive()
        except (Failure, wire.WireError) as error:
            printed = self.output
            self.close()
            raise SandboxFault(f"no READY: {error} {printed}") from error
        self.sandbox.layers = tuple(told["ready"])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def output(self) -> str:
        """What the learner's code printed, capped; control characters made harmless."""
        text = bytes(self._printed).decode("utf-8", "replace")
        return "\n".join(harmless(line, 2000) for line in text.splitlines())

    def ask(self, verb: str, **fields: Any) -> dict[str, Any]:
        """One request and its answer. Raises Failure for whatever the learner's process does."""
        if self.ended is not None:
            raise self.ended
        nonce = secrets.token_hex(8)
        try:
            frame = wire.encode({"nonce": nonce, "verb": verb, "fields": fields})
            self._send(frame)
            reply = self._receive()
            return self._result(reply, nonce)
        except wire.WireError as error:
            raise self._stop(Failure("protocol", "protocol", why=str(error))) from error

    def _result(self, reply: dict[str, Any], nonce: str) -> dict[str, Any]:
        if reply.get("nonce") != nonce:
            raise wire.WireError("an answer to another question")
        failure, result = reply.get("failure"), reply.get("result")
        if isinstance(failure, dict):
            kind, code, facts = failure.get("kind"), failure.get("code"), failure.get("facts")
            if not (isinstance(kind, str) and isinstance(code, str) and isinstance(facts, dict)):
                raise wire.WireError("not a failure we know")
            told = Failure(kind, code, **facts)
            raise told if kind in GOES_ON else self._stop(told)
        if not isinstance(result, dict):
            raise wire.WireError("no result")
        return result

    def _send(self, frame: bytes) -> None:
        view = memoryview(frame)
        self.channel.setblocking(False)
        while view:
            left = max(self.deadline - time.monotonic(), 0.0)
            ready = select.select([self._output], [self.channel], [], left)
            if not ready[0] and not ready[1]:
                raise self._stop(self._timed_out())
            if ready[0]:
                self._drain()
            if ready[1]:
                try:
                    view = view[self.channel.send(view[: 1 << 20]) :]
                except BlockingIOError:
                    continue
                except OSError:
                    raise self._gone() from None

    def _receive(self) -> dict[str, Any]:
        header, payload = wire.lengths(self._read(wire.HEAD.size))
        return wire.decode(self._read(header), self._read(payload))

    def _read(self, count: int) -> bytes:
        parts = bytearray()
        self.channel.setblocking(False)
        while len(parts) < count:
            ready = _readable([self.channel, self._output], self.deadline)
            if not ready:
                raise self._stop(self._timed_out())
            if self._output in ready:
                self._drain()
            if self.channel in ready:
                try:
                    part = self.channel.recv(min(count - len(parts), 1 << 20))
                except ConnectionError:
                    part = b""
                if not part:
                    raise self._gone()
                parts += part
        return bytes(parts)

    def _drain(self) -> None:
        part = os.read(self._output, 1 << 16)
        room = (self.limits.output_kb << 10) - len(self._printed)
        self.truncated = self.truncated or len(part) > room
        self._printed += part[: max(room, 0)]
        if not part:
            time.sleep(0.001)

    def _timed_out(self) -> Failure:
        return Failure("timed_out", "timed_out", seconds=self.limits.seconds)

    def _gone(self) -> Failure:
        """The connection closed: what the exit status says about it."""
        status = self._finish(kill=False)
        if status is None:
            return self._remember(Failure("crashed", "crashed", signal="unknown"))
        if os.WIFSIGNALED(status):
            number = os.WTERMSIG(status)
            if number in (signal.SIGXCPU,):
                return self._remember(self._timed_out())
            name = signal.Signals(number).name
            return self._remember(Failure("crashed", "crashed", signal=name))
        return self._remember(Failure("exited", "exited", status=os.WEXITSTATUS(status)))

    def _stop(self, failure: Failure) -> Failure:
        self._finish(kill=True)
        return self._remember(failure)

    def _remember(self, failure: Failure) -> Failure:
        self.ended = failure
        return failure

    def _finish(self, kill: bool) -> int | None:
        """End the process and collect what it printed last; its status."""
        if self.pid == 0:
            return None
        pid, self.pid = self.pid, 0
        if not kill:
            try:
                return self._collect(self.sandbox.end(pid, kill=False))
            except SandboxFault:
                kill = True
        return self._collect(self.sandbox.end(pid, kill=True))

    def _collect(self, status: int | None) -> int | None:
        now = time.monotonic()
        while len(self._printed) < self.limits.output_kb << 10 and _readable([self._output], now):
            before = len(self._printed)
            self._drain()
            if len(self._printed) == before:
                break
        return status

    def close(self) -> None:
        """End the process; leave no descriptor and no folder behind."""
        if self.folder:
            self._finish(kill=True)
            self.channel.close()
            os.close(self._output)
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder = ""
