"""A confined process in which known-wrong solutions answer one after another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

from quizkit.sandbox.confined import ANSWERS_LIMIT
from quizkit.sandbox.failures import Failure
from quizkit.sandbox.host import Child

NAME = "submission.py"


class Stage:
    """Starting a process takes longer than most solutions do in it, so that one serves many.

    `open_child(seconds)` hands out a process, `harness` is the exercise's glue. What one solution
    leaves behind in the framework may change the answers of the next: a match is to be confirmed
    `alone`.
    """

    def __init__(self, open_child: Callable[[float], Child], harness: str) -> None:
        self.open_child = open_child
        self.harness = harness
        self._child: Child | None = None
        self._played: set[bytes] = set()
        self._broken: Failure | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process; the next solution gets another."""
        self._played.clear()
        if self._child is not None:
            child, self._child = self._child, None
            child.close()

    def alone(self, source: bytes) -> bool:
        """Whether the process has run this source only."""
        return self._played <= {source}

    def enter(self, source: bytes, seconds: float) -> None:
        """Load a source in place of the one before, in a process that has `seconds` left or, if
        there is none, in a new one. Where it does not load, that is its answer to every request.
        """
        if self._child is None or self._child.ended is not None:
            self.close()
            self._child = self.open_child(seconds)
        self._played.add(source)
        self._child.answers_left = ANSWERS_LIMIT
        self._broken = None
        try:
            self._child.ask("load", source=source, filename=NAME, harness=self.harness)
        except Failure as failure:
            self._broken = failure

    def ask(self, verb: str, **fields: Any) -> dict[str, Any]:
        """One request to the solution that entered last; raises Failure as a learner's would."""
        if self._broken is not None:
            raise self._broken.with_traceback(None)
        assert self._child is not None, "nothing has entered"
        return self._child.ask(verb, **fields)
