"""The learner's process itself: confine, say READY, then answer the grader's verbs one by one.

Before READY nothing of the learner's has been read; after it no outcome is the grader's fault.
"""

from __future__ import annotations

import os
import random
import socket
import sys
from collections.abc import Sequence
from typing import Any

from . import wire
from .adapter import Adapter
from .confine import confine
from .failures import Failure, as_failure, describe

VERBS = frozenset(
    ["load", "has", "build", "set_state", "state", "forward", "vjp", "train", "call", "call_vjp"]
)


def adapter_for(framework: str) -> Adapter:
    """The adapter of `framework`; its import is the framework's."""
    if framework == "torch":
        from .torch_adapter import TorchAdapter

        return TorchAdapter()
    from .numpy_adapter import NumpyAdapter

    return NumpyAdapter()


class Child:
    """Answers requests on `channel` until it closes."""

    def __init__(self, adapter: Adapter, channel: socket.socket) -> None:
        self.adapter = adapter
        self.channel = channel
        self.filename = "submission.py"
        self.source = ""

    def serve(self) -> None:
        """Read a request, run it, answer; end with the connection."""
        while True:
            head = self._read(wire.HEAD.size)
            if head is None:
                return
            header, payload = wire.lengths(head)
            request = wire.decode(self._read(header) or b"", self._read(payload) or b"")
            self.channel.sendall(self.answer(request))

    def _read(self, count: int) -> bytes | None:
        parts = bytearray()
        while len(parts) < count:
            part = self.channel.recv(min(count - len(parts), 1 << 20))
            if not part:
                return None
            parts += part
        return bytes(parts)

    def answer(self, request: dict[str, Any]) -> bytes:
        """The frame that answers one request, whatever the learner's code does."""
        nonce, verb, fields = request["nonce"], request["verb"], request["fields"]
        try:
            result = self.load(fields) if verb == "load" else self.run(verb, fields)
            return wire.encode({"nonce": nonce, "result": result})
        except BaseException as error:
            failure = as_failure(error, self.filename, self.source)
            told = {"kind": failure.kind, "code": failure.code, "facts": failure.facts}
            return wire.encode({"nonce": nonce, "failure": told})

    def run(self, verb: str, fields: dict[str, Any]) -> dict[str, Any]:
        """One verb of the adapter."""
        if verb not in VERBS:
            raise Failure("protocol", "unknown_verb", verb=verb)
        answer: dict[str, Any] = getattr(self.adapter, verb)(**fields)
        return answer

    def load(self, fields: dict[str, Any]) -> dict[str, Any]:
        """Compile and run the source; a source that cannot be compiled is `invalid`."""
        self.source, self.filename = fields["source"], fields["filename"]
        try:
            compile(self.source, self.filename, "exec")
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            facts = describe(error, self.filename, self.source)
            line = getattr(error, "lineno", None)
            raise Failure("invalid", "syntax", line=line or 0, **facts) from None
        return self.adapter.load(self.source, self.filename)


def reseed(seed: bytes) -> None:
    """Fresh random state: forked children would otherwise share their server's."""
    number = int.from_bytes(seed, "little")
    random.seed(number)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(number % 2**32)
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(number % 2**63)


def main(
    framework: str,
    channel: socket.socket,
    output: int,
    folder: str,
    limits: dict[str, float],
    readable: Sequence[str],
) -> None:
    """Become the learner's process. Does not return."""
    os.setsid()
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.closerange(3, channel.fileno())
    os.closerange(channel.fileno() + 1, 256)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115  # the three streams stay open
    sys.stdout = open(1, "w", 1, errors="replace", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", 1, errors="replace", closefd=False)  # noqa: SIM115
    os.chdir(folder)
    os.environ.clear()
    reseed(os.urandom(8))
    adapter = adapter_for(framework)
    layers = confine(limits["seconds"], int(limits["memory_mb"]), [*readable, folder, "/dev/null"])
    channel.sendall(wire.encode({"ready": layers}))
    try:
        Child(adapter, channel).serve()
    finally:
        os._exit(0)
