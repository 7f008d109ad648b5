"""What the explanations share: what they return, what they know of the call, and equality."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import prod
from typing import Any

import numpy as np

from quizkit.grading.checks import TOLERANCE, Array


@dataclass(frozen=True, slots=True)
class Finding:
    """An explanation: a code of the catalogue `diagnosis`, and its parameters."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Context:
    """The call behind an answer: its arrays by name, inputs first; the learner knows them all."""

    inputs: Mapping[str, Array] = field(default_factory=dict)
    others: Mapping[str, Array] = field(default_factory=dict)
    """The upstream gradient and the weights."""

    @property
    def batch(self) -> int:
        """The length of the first input's first axis; 0 without one."""
        first = next((a for a in self.inputs.values() if a.ndim), None)
        return 0 if first is None else first.shape[0]

    def elsewhere(self, n: int) -> bool:
        """Whether an axis other than the one along the batch has the length `n` too."""
        arrays = [*self.inputs.values(), *self.others.values()]
        along = [a for a in arrays if a.ndim and a.shape[0] == self.batch]
        rest = [side for a in arrays for side in (a.shape[1:] if a.ndim else ())]
        heads = [a.shape[0] for a in arrays if a.ndim and all(a is not b for b in along)]
        return n in (*rest, *heads)

    def sizes(self) -> set[int]:
        """Every axis of the call's arrays, and the products of the first axes and of the last."""
        found = set()
        for array in (*self.inputs.values(), *self.others.values()):
            sides = array.shape
            parts = [sides[start:end] for start in range(len(sides))
                     for end in range(start + 1, len(sides) + 1)]  # fmt: skip
            found |= {prod(part) for part in parts}
        return found


Explain = Callable[[Array, Array, Context], Finding | None]


def equal(one: Array, other: Array) -> bool:
    """Whether nothing remains: same shape, and no difference beyond rounding."""
    if one.shape != other.shape:
        return False
    scale = max(np.abs(one).max(initial=0.0), np.abs(other).max(initial=0.0))
    return bool(np.abs(one - other).max(initial=0.0) <= TOLERANCE * scale)


def off(got: Array, want: Array) -> Array:
    """Where `got` is wrong."""
    scale = float(np.abs(want).max(initial=0.0)) or 1.0
    found: Array = ~(np.abs(got - want) <= TOLERANCE * scale)
    return found


def values(array: Array) -> int:
    """How many different numbers other than zero an array has, rounding apart."""
    scale = float(np.abs(array).max(initial=0.0)) or 1.0
    found = np.unique(np.round(array / scale, 9))
    return int(np.count_nonzero(found))
