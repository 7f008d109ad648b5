"""Proof that each isolation layer stops what it should: harmless attempts, made inside it.

An attempt is a few lines that run as a learner's program, once in a process that has this one
layer beyond those that always hold, and once with all layers. It is stopped when it ends in the
error that the layer gives; anything else, success above all, fails the proof.
"""

from __future__ import annotations

import os
import socket
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from . import landlock, namespaces, seccomp
from .host import Failure, Limits, Sandbox
from .layers import LAYERS

LIMITS = Limits(seconds=20.0, memory_mb=64)
REFUSED = ("PermissionError",)
OPTIONAL = ("landlock", "seccomp", "namespaces")


@dataclass(frozen=True, slots=True)
class Probe:
    """One attempt: `code` is the body of a function of a `folder`, a `port`, the grader's `pid`."""

    layer: str
    what: str
    code: str
    stopped_by: tuple[str, ...] = REFUSED
    since: int = 0
    """For Landlock: the version of the kernel's interface that stops this."""

    def source(self) -> bytes:
        """The program that makes the attempt."""
        body = "".join(f"    {line}\n" for line in self.code.splitlines())
        return f"import os, socket\n\n\ndef f(folder, port, pid):\n{body}".encode()


CLOSED = ("ModuleNotFoundError",)
WRITE = "open(os.path.join(folder, 'written'), 'w').write('x')"
CONNECT = "socket.create_connection(('127.0.0.1', port), 5).close()"
PROBES = (
    Probe("closed_imports", "import_checks", "import quizkit", CLOSED),
    Probe("closed_imports", "import_reference", "import quizgrad", CLOSED),
    Probe("closed_imports", "import_pytest", "import pytest", CLOSED),
    Probe("capabilities", "chroot", "os.chroot('/')"),
    Probe("capabilities", "set_user", "os.setresuid(12345, 12345, 12345)", ("OSError", *REFUSED)),
    Probe("undumpable", "server_memory", "open(f'/proc/{os.getppid()}/mem', 'rb').read(1)"),
    Probe("undumpable", "server_environment", "open(f'/proc/{os.getppid()}/environ', 'rb').read()"),
    Probe("rlimits", "memory", "x = bytearray(200 << 20)", ("MemoryError",)),
    Probe("rlimits", "open_files", "kept = [os.dup(1) for _ in range(200)]", ("OSError",)),
    Probe(
        "rlimits", "file_size",
        "with open(os.path.join(os.getcwd(), 'a'), 'w') as file:\n    file.write('x')",
        ("OSError", *REFUSED),
    ),
    Probe(
        "no_new_privs", "gain_privileges",
        "import ctypes\nif ctypes.CDLL(None).prctl(39, 0, 0, 0, 0) > 0: raise PermissionError",
    ),
    Probe("landlock", "read_file", "open(os.path.join(folder, 'secret')).read()"),
    Probe("landlock", "list_root", "os.listdir('/')"),
    Probe("landlock", "write_file", WRITE, ("OSError", *REFUSED)),
    Probe("landlock", "connect", CONNECT, REFUSED, since=4),
    Probe("landlock", "signal_others", "os.kill(os.getppid(), 0)", REFUSED, since=6),
    Probe("seccomp", "fork", "if os.fork() == 0:\n    os._exit(0)\nos.wait()"),
    Probe("seccomp", "execute", "os.execv('/bin/sh', ['sh', '-c', ':'])"),
    Probe("seccomp", "open_socket", "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()"),
    Probe("seccomp", "memory_file", "os.close(os.memfd_create('a'))"),
    Probe("seccomp", "open_for_writing", "os.open('/dev/null', os.O_WRONLY)"),
    Probe("seccomp", "signal_others", "os.kill(os.getppid(), 0)"),
    Probe("namespaces", "connect", CONNECT, ("ConnectionRefusedError", *REFUSED)),
    Probe("namespaces", "write_file", WRITE, ("OSError", *REFUSED)),
    Probe("namespaces", "see_grader", "os.kill(pid, 0)", ("ProcessLookupError", *REFUSED)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tried:
    """An attempt that was made, and whether it was stopped wherever it was made."""

    what: str
    stopped: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found out of one layer: `holds`, `missing` here, or `fails` although it should."""

    layer: str
    state: str
    tried: tuple[Tried, ...] = ()


def prove(python: str | None = None) -> list[Proof]:
    """A proof of each layer, in their order. SandboxFault and FrameworkMissing as `Sandbox`."""
    with ExitStack() as stack:
        place = stack.enter_context(targets())
        every = stack.enter_context(Sandbox("numpy", python))
        alone = {
            layer: stack.enter_context(Sandbox("numpy", python, without=without))
            for layer, without in apart().items()
        }
        every.child(LIMITS).close()
        return [proof(layer, every, alone.get(layer, alone[""]), place) for layer in LAYERS]


def apart() -> dict[str, tuple[str, ...]]:
    """For each optional layer, and for none of them (""), the others: what is left out."""
    return {one: tuple(n for n in OPTIONAL if n != one) for one in ("", *OPTIONAL)}


@contextmanager
def targets() -> Iterator[tuple[str, int, int]]:
    """A folder with a file, a listening port and a process: what the attempts are aimed at."""
    with tempfile.TemporaryDirectory(prefix="quizkit-probe-") as folder:
        with open(os.path.join(folder, "secret"), "w") as secret:
            secret.write("secret")
        with socket.create_server(("127.0.0.1", 0)) as server:
            yield folder, server.getsockname()[1], os.getpid()


def proof(layer: str, every: Sandbox, alone: Sandbox, place: tuple[str, int, int]) -> Proof:
    """Try what `layer` stops, with all layers and with that one alone."""
    if layer not in every.layers:
        return Proof(layer, "fails" if due(layer) else "missing")
    known = landlock.version()
    probes = [p for p in PROBES if p.layer == layer and p.since <= known]
    tried = [Tried(p.what, stopped(p, every, place) and stopped(p, alone, place)) for p in probes]
    return Proof(layer, "holds" if all(t.stopped for t in tried) else "fails", tuple(tried))


def stopped(probe: Probe, sandbox: Sandbox, place: Sequence[object]) -> bool:
    """Whether the attempt ends in an error that the layer gives."""
    with sandbox.child(LIMITS) as child:
        try:
            child.ask("load", source=probe.source(), filename="probe.py")
            child.ask("call", entry="f", args=list(place))
        except Failure as failure:
            ended = "MemoryError" if failure.kind == "out_of_memory" else failure.facts.get("type")
            return ended in probe.stopped_by
    return False


def due(layer: str) -> bool:
    """Whether this machine can have a layer, so that it is a fault if it does not hold."""
    if sys.platform != "linux":
        return False
    if layer == "landlock":
        return landlock.version() > 0
    if layer == "seccomp":
        return seccomp.known()
    return layer != namespaces.NAME
