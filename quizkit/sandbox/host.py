"""The grader's side: a framework ready to run learners' code, and the processes it hands out.

    with Sandbox("numpy") as sandbox, sandbox.child(Limits()) as child:
        child.ask("load", source=..., filename="mlp.py")
        child.ask("build", slot=0, entry="MLP", config=[64, 32, 10])
        child.ask("forward", slot=0, inputs=[x])["output"]

Not thread-safe: one thread at a time may use a Sandbox and its children.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self

from . import namespaces
from .confine import LINUX
from .confined import START_SECONDS, Child, Limits
from .failures import Failure, FrameworkMissing, LayersMissing, SandboxFault
from .launch import Forked, ForkServer, Fresh

__all__ = (
    "Child", "Failure", "FrameworkMissing", "LayersMissing", "Limits", "Sandbox", "SandboxFault",
)  # fmt: skip


@cache
def engine() -> str:
    """The folder of quizgrad, beside quizkit or where Python finds it; it is not imported."""
    spec = find_spec("quizgrad")
    return str(Path(spec.origin).parent) if spec is not None and spec.origin else ""


class Sandbox:
    """A learner's side with one framework. Starting does not wait; the first child does.

    `layers`, `python` and `backend` are known once a child was READY. `require` names layers
    without which no child is handed out; `without` leaves layers off, for tests; `preload` names
    modules of the framework to import before a process is confined. `backend` says what serves
    torch: itself, quizgrad under its name, or auto: itself where it is installed.
    """

    def __init__(
        self,
        framework: str,
        python: str | None = None,
        fresh: bool = not LINUX,
        require: Sequence[str] = (),
        without: Sequence[str] = (),
        preload: Sequence[str] = (),
        backend: str = "auto",
    ) -> None:
        self.framework = framework
        self.executable = python or sys.executable
        self.fresh = fresh
        self.require = tuple(require)
        self.options = {
            "without": list(without), "preload": list(preload),
            "backend": backend, "engine": engine() if framework == "torch" else "",
        }  # fmt: skip
        self.layers: tuple[str, ...] = ()
        self.python = ""
        self.backend = ""
        """What runs there, with its version: `torch 2.13.0`."""
        self._server: ForkServer | None = None
        self._box = [] if fresh or namespaces.NAME in without else namespaces.prefix()
        self._apart = False

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Launch the learner's side without waiting for its imports; again if it has ended."""
        if self.fresh:
            return
        if self._server is not None and not self._server.alive():
            self.close()
        if self._server is None:
            self._server = ForkServer(self.executable, self.framework, self.options, self._box)

    def child(self, limits: Limits | None = None) -> Child:
        """A new confined process, READY for the learner's source.

        Raises FrameworkMissing, LayersMissing, and SandboxFault where none can be had.
        """
        try:
            child = Child(self, limits or Limits())
        except SandboxFault:
            if not self.layers or self.fresh:
                raise
            self.close()  # an earlier child may have harmed the server: once more with a new one
            child = Child(self, limits or Limits())
        missing = tuple(layer for layer in self.require if layer not in self.layers)
        if missing:
            child.close()
            raise LayersMissing(missing)
        return child

    def process(self, asked: dict[str, Any]) -> Forked | Fresh:
        """A process that will say hello (a fresh one) and READY."""
        if self.fresh:
            return Fresh(self.executable, self.framework, asked | self.options)
        self.start()
        assert self._server is not None
        if self._server.boxed and not self._hello_from_the_box(self._server):
            self._box = []
            self.close()
            self.start()
        self.greeted(self._server.hello(START_SECONDS))
        return Forked(self._server, asked)

    def _hello_from_the_box(self, server: ForkServer) -> bool:
        """Whether the server runs well in namespaces of its own; else it is started without."""
        try:
            told = server.hello(START_SECONDS)
        except SandboxFault:
            return False
        self._apart = "hello" in told and namespaces.apart(told["namespaces"])
        return self._apart

    @property
    def standin(self) -> bool:
        """Whether quizgrad takes PyTorch's place."""
        return self.backend.startswith("quizgrad ")

    @property
    def above(self) -> tuple[str, ...]:
        """The layer that is not the child's own doing."""
        return (namespaces.NAME,) if self._apart and self._box else ()

    def greeted(self, told: dict[str, Any]) -> None:
        """Note what the learner's side says of itself; FrameworkMissing if it has none."""
        self.python = str(told.get("python", ""))
        if "missing" in told:
            self.close()
            raise FrameworkMissing(str(told.get("why", "")))
        self.backend = f"{told['hello']} {told['version']}"

    def close(self) -> None:
        """End the learner's side and everything in it."""
        if self._server is not None:
            server, self._server = self._server, None
            server.close()
