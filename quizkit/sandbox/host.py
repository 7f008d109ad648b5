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
from typing import Any, Self

from . import namespaces
from .confine import LINUX
from .confined import START_SECONDS, Child, Limits
from .failures import Failure, FrameworkMissing, LayersMissing, SandboxFault
from .launch import Forked, ForkServer, Fresh

__all__ = (
    "Child", "Failure", "FrameworkMissing", "LayersMissing", "Limits", "Sandbox", "SandboxFault",
)  # fmt: skip


class Sandbox:
    """A learner's side with one framework. Starting does not wait; the first child does.

    `layers`, `python` and `version` (of the framework) are known once a child was READY. `require`
    names layers without which no child is handed out; `without` leaves layers off, for tests;
    `preload` names modules of the framework to import before a process is confined.
    """

    def __init__(
        self,
        framework: str,
        python: str | None = None,
        fresh: bool = not LINUX,
        require: Sequence[str] = (),
        without: Sequence[str] = (),
        preload: Sequence[str] = (),
    ) -> None:
        self.framework = framework
        self.executable = python or sys.executable
        self.fresh = fresh
        self.require = tuple(require)
        self.options = {"without": list(without), "preload": list(preload)}
        self.layers: tuple[str, ...] = ()
        self.python = ""
        self.version = ""
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
    def above(self) -> tuple[str, ...]:
        """The layer that is not the child's own doing."""
        return (namespaces.NAME,) if self._apart and self._box else ()

    def greeted(self, told: dict[str, Any]) -> None:
        """Note what the learner's side says of itself; FrameworkMissing if it has none."""
        self.python = str(told.get("python", ""))
        if "missing" in told:
            self.close()
            raise FrameworkMissing(str(told.get("why", "")))
        self.version = str(told["version"])

    def close(self) -> None:
        """End the learner's side and everything in it."""
        if self._server is not None:
            server, self._server = self._server, None
            server.close()
