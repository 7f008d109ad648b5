"""A process with the framework imported that forks one confined child per request.

Control messages are JSON datagrams on a SOCK_SEQPACKET pair (a stream pair where there is none):
in: {"spawn": {...}} with two descriptors (channel, output), {"kill": pid}; out: {"hello": ...} or
{"missing": ...} once, {"pid": n}, {"exit": [pid, status]}. When the control socket closes, every
child is killed.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import platform
import select
import signal
import socket
import sys
from collections.abc import Sequence
from typing import Any

from . import child, imports
from .confine import guard_process

MESSAGE = 1 << 16


def prepare(framework: str, preload: Sequence[str]) -> dict[str, Any]:
    """Import what the learner may use, close the rest; what the grader is told about it."""
    readable = imports.close(framework)
    try:
        module = importlib.import_module(framework)
        child.adapter_for(framework)
        for name in preload:
            importlib.import_module(name)
    except ImportError as error:
        return {"missing": framework, "why": str(error)[:200]}
    if framework == "torch":
        module.set_num_threads(1)
        module.set_default_dtype(module.float64)
        one = module.ones(1, 1, requires_grad=True)
        (one @ one).sum().backward()  # what the first call sets up is set up once, here
    return {
        "hello": framework,
        "python": platform.python_version(),
        "version": str(module.__version__),
        "readable": readable,
    }


def main(framework: str, control_fd: int, mode: str, preload: Sequence[str] = ()) -> None:
    """Say hello, then serve until the control socket closes."""
    control = socket.socket(fileno=control_fd)
    guard_process()
    told = prepare(framework, preload)
    control.send(json.dumps(told).encode())
    if "missing" in told:
        return
    os.environ.clear()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.collect()
    gc.freeze()
    if mode == "fresh":
        _fresh(framework, control, told["readable"])
    else:
        Server(framework, control, told["readable"]).serve()


def _fresh(framework: str, control: socket.socket, readable: list[str]) -> None:
    """This process becomes the one child."""
    message, descriptors, _, _ = socket.recv_fds(control, MESSAGE, 2)
    control.send(json.dumps({"pid": os.getpid()}).encode())
    _become(framework, json.loads(message)["spawn"], descriptors, readable)


def _become(framework: str, asked: dict[str, Any], fds: list[int], readable: list[str]) -> None:
    channel = socket.socket(fileno=fds[0])
    child.main(framework, channel, fds[1], asked["folder"], asked["limits"], readable)


class Server:
    """The loop of the fork server. Single-threaded; knows its children by their pidfds."""

    def __init__(self, framework: str, control: socket.socket, readable: list[str]) -> None:
        self.framework = framework
        self.control = control
        self.readable = readable
        self.children: dict[int, int] = {}
        self.poller = select.poll()
        self.poller.register(control, select.POLLIN | select.POLLHUP)

    def serve(self) -> None:
        """Until the grader goes away."""
        try:
            while True:
                for fd, _ in self.poller.poll():
                    if fd != self.control.fileno():
                        self.reap(fd)
                    elif not self.obey():
                        return
        finally:
            for pid in self.children.values():
                end(pid)

    def obey(self) -> bool:
        """One control message; False when the other side is gone."""
        message, descriptors, _, _ = socket.recv_fds(self.control, MESSAGE, 2)
        if not message:
            return False
        asked = json.loads(message)
        if "kill" in asked and asked["kill"] in self.children.values():
            end(asked["kill"])
        if "spawn" in asked:
            self.spawn(asked["spawn"], descriptors)
        return True

    def spawn(self, asked: dict[str, Any], descriptors: list[int]) -> None:
        """Fork a child that never returns from here."""
        pid = os.fork()
        if pid == 0:
            try:
                _become(self.framework, asked, descriptors, self.readable)
            except BaseException:
                sys.excepthook(*sys.exc_info())
            finally:
                os._exit(1)
        for descriptor in descriptors:
            os.close(descriptor)
        watch = os.pidfd_open(pid)
        self.children[watch] = pid
        self.poller.register(watch, select.POLLIN)
        self.control.send(json.dumps({"pid": pid}).encode())

    def reap(self, watch: int) -> None:
        """Collect one ended child and say how it ended."""
        self.poller.unregister(watch)
        os.close(watch)
        pid = self.children.pop(watch)
        _, status = os.waitpid(pid, 0)
        _kill_group(pid)
        self.control.send(json.dumps({"exit": [pid, status]}).encode())


def _kill_group(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def end(pid: int) -> None:
    """Kill a child that has not been reaped yet, and its group."""
    _kill_group(pid)
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
