"""What a learner's process was asked, with its answers: the log that a diagnosis replays.

Requests never depend on answers, so a known-wrong solution can be asked the same ones later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

import numpy as np

from quizkit.sandbox.failures import Failure


@dataclass(frozen=True, slots=True)
class Asked:
    """One request and its answer: a `reply`, or the `failure` that came instead.

    `life` numbers the processes of a group of checks: a request of another life finds no slots.
    """

    life: int
    verb: str
    fields: Mapping[str, Any]
    reply: Mapping[str, Any]
    failure: Failure | None = None


@dataclass
class RequestLog:
    """The requests of one group of checks, and which of them the running check stands on."""

    entries: list[Asked] = field(default_factory=list)
    _used: list[int] = field(default_factory=list)
    _shared: dict[str, list[int]] = field(default_factory=dict)

    def begin(self) -> None:
        """A check begins."""
        self._used = []

    @property
    def used(self) -> tuple[int, ...]:
        """The numbers of the requests that the check made, or shares with an earlier one."""
        return tuple(sorted(set(self._used)))

    def add(self, asked: Asked) -> None:
        """Note a request of the running check."""
        self._used.append(len(self.entries))
        self.entries.append(asked)

    @contextmanager
    def shared(self, name: str) -> Iterator[None]:
        """What is asked in here under `name` belongs to every later check that asks for it."""
        known = self._shared.get(name)
        if known is not None:
            self._used += known
            yield
            return
        begun = len(self.entries)
        try:
            yield
        finally:
            self._shared[name] = list(range(begun, len(self.entries)))


def kept(value: Any) -> Any:
    """A copy of a request's fields: a check may go on to change an array it has sent."""
    if isinstance(value, np.ndarray):
        return value.copy(order="K")
    if isinstance(value, Mapping):
        return {key: kept(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)([kept(item) for item in value])
    return value


WITH_INPUTS = frozenset({"forward", "call", "call_vjp"})


def different_inputs(logs: Iterable[RequestLog]) -> int:
    """On how many different inputs a model or function was asked; training batches do not count."""
    asked = (entry for log in logs for entry in log.entries if entry.verb in WITH_INPUTS)
    return len({_mark(0, entry.fields.get("inputs", entry.fields.get("args"))) for entry in asked})


def _mark(seed: int, value: Any) -> int:
    """A checksum of arrays and numbers, nested or not."""
    if isinstance(value, Mapping):
        value = list(value.items())
    if isinstance(value, (list, tuple)):
        for item in value:
            seed = _mark(seed, item)
        return seed
    return crc32(value.tobytes() if isinstance(value, np.ndarray) else repr(value).encode(), seed)
