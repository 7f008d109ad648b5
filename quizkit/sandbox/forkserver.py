"""A process with the framework imported that forks one confined child per request.

Control messages are JSON, one per datagram of a SOCK_SEQPACKET pair. In: {"spawn": number, ...}
with two descriptors (channel, output), {"kill": number}. Out: {"hello": ...} or {"missing": ...}
once, {"exit": [number, wait status, peak memory in MB]}. When the control socket closes or the
grader's process is gone, every child is killed.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
from typing import Any

from . import child
from .confine import PR_SET_PDEATHSIG, Plan, guard_server, prctl
from .framework import get_ready

MESSAGE = 1 << 16
SWEEPS = 100


class GraderGone(Exception):
    """The process that started this one has ended."""


def main(framework: str, about: str) -> None:
    """Say hello, then serve until the grader goes away."""
    asked = json.loads(about)
    control = socket.socket(fileno=asked["control"])
    grader = os.getppid()
    guard_server()
    _die_politely(grader)
    try:
        told, plan = get_ready(framework, asked)
        control.send(json.dumps(told).encode())
        if "hello" in told:
            Server(told["hello"], control, plan).serve()
    except (GraderGone, BrokenPipeError, ConnectionError):
        return


def _die_politely(grader: int) -> None:
    """End when `grader` does, even if a copy of its control socket lives on.

    The signal comes when the thread ends that started this process: then the grader is still there.
    """

    def check(*_: object) -> None:
        if os.getppid() != grader:
            raise GraderGone

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGUSR1, check)
    prctl(PR_SET_PDEATHSIG, signal.SIGUSR1)
    check()


class Server:
    """The loop of the fork server. Single-threaded; knows its children by their pidfds."""

    def __init__(self, backend: str, control: socket.socket, plan: Plan) -> None:
        self.backend = backend
        self.control = control
        self.plan = plan
        self.children: dict[int, tuple[int, int]] = {}
        self.poller = select.poll()
        self.poller.register(control, select.POLLIN)

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
            for pid, _ in self.children.values():
                _kill(pid)
            self.children.clear()
            self.sweep()

    def obey(self) -> bool:
        """One control message; False when the other side is gone."""
        message, descriptors, _, _ = socket.recv_fds(self.control, MESSAGE, 2)
        if not message:
            return False
        asked = json.loads(message)
        if "spawn" in asked:
            self.spawn(asked, descriptors)
        for pid, number in self.children.values():
            if number == asked.get("kill"):
                _kill(pid)
        return True

    def spawn(self, asked: dict[str, Any], descriptors: list[int]) -> None:
        """Fork a child that never returns from here."""
        server = os.getpid()
        pid = os.fork()
        if pid == 0:
            try:
                signal.signal(signal.SIGUSR1, signal.SIG_DFL)
                channel = (descriptors[0], descriptors[0])
                child.become(self.backend, channel, descriptors[1], asked, self.plan, server)
            finally:
                os._exit(1)
        for descriptor in descriptors:
            os.close(descriptor)
        watch = os.pidfd_open(pid)
        self.children[watch] = (pid, asked["spawn"])
        self.poller.register(watch, select.POLLIN)

    def reap(self, watch: int) -> None:
        """Collect one ended child with everything it left, and say how it ended."""
        self.poller.unregister(watch)
        os.close(watch)
        pid, number = self.children.pop(watch)
        _kill(pid)  # its group; the number is not free before the next line
        _, status, used = os.wait4(pid, 0)
        self.sweep()
        told = {"exit": [number, status, used.ru_maxrss >> 10]}
        self.control.send(json.dumps(told).encode())

    def sweep(self) -> None:
        """Kill what a child started and left behind: it has become a child of this process."""
        known = {pid for pid, _ in self.children.values()}
        for _ in range(SWEEPS):
            orphans = [pid for pid in _own_children() if pid not in known]
            if not orphans:
                return
            for pid in orphans:
                _kill(pid)
            for pid in orphans:
                os.waitpid(pid, 0)


def _own_children() -> list[int]:
    pid = os.getpid()
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as listed:
            return [int(child) for child in listed.read().split()]
    except OSError:
        return []


def _kill(pid: int) -> None:
    """Kill a child that has not been reaped yet, and its group."""
    for kill in (os.killpg, os.kill):
        try:
            kill(pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue
