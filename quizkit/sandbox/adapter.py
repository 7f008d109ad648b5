"""What the two adapters share: the learner's module, the slots, and the checks of what comes back.

An adapter turns the fixed verbs into calls of the learner's code. It lives in the child.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from .failures import Failure
from .wire import DTYPES

MODULE = "submission"


class Adapter:
    """One learner's module and what was built from it."""

    def __init__(self) -> None:
        self.module = ModuleType(MODULE)
        self.models: dict[int, Any] = {}
        self.inputs: dict[int, list[Any]] = {}
        self.outputs: dict[int, Any] = {}

    def load(self, source: str, filename: str) -> dict[str, Any]:
        """Run the source as a module. SyntaxError and the like are the caller's to name."""
        self.module.__file__ = filename
        sys.modules[MODULE] = self.module
        exec(compile(source, filename, "exec"), self.module.__dict__)
        return {}

    def entry(self, name: str) -> Any:
        """The learner's function or class `name`; a typed failure where it is missing."""
        found = self.module.__dict__.get(name)
        if found is None:
            raise Failure("invalid", "missing_entry", name=name)
        if not callable(found):
            raise Failure("invalid", "entry_not_callable", name=name)
        return found

    def has(self, names: list[str]) -> dict[str, Any]:
        """Check that every entry point is there."""
        for name in names:
            self.entry(name)
        return {}

    def method(self, slot: int, name: str) -> Any:
        """The method `name` of the model in `slot`."""
        found = getattr(self.models[slot], name, None)
        if not callable(found):
            raise Failure("rejected", "missing_method", name=name)
        return found

    def build(self, slot: int, entry: str, config: list[Any]) -> dict[str, Any]:
        """Make a model from a class of the learner's."""
        self.models[slot] = self.entry(entry)(*config)
        return {}

    def array(self, value: Any, what: str) -> Any:
        """`value` as a plain array of a dtype that can be sent; a typed failure otherwise."""
        raise NotImplementedError

    def compare_state(self, found: dict[str, tuple[int, ...]], wanted: dict[str, Any]) -> None:
        """Names and shapes of the learner's parameters against those to be copied in."""
        missing = sorted(set(wanted) - set(found))
        if missing:
            raise Failure("rejected", "missing_parameter", name=missing[0], found=sorted(found))
        extra = sorted(set(found) - set(wanted))
        if extra:
            raise Failure("rejected", "extra_parameter", name=extra[0], wanted=sorted(wanted))
        for name, value in wanted.items():
            if tuple(found[name]) != value.shape:
                facts = {"name": name, "got": list(found[name]), "expected": list(value.shape)}
                raise Failure("rejected", "wrong_parameter_shape", **facts)

    def losses(self, slot: int, batches: list[Any], lr: float) -> dict[str, Any]:
        """Call the learner's `train_step` per batch; its answers as numbers."""
        step = self.entry("train_step")
        found = []
        for batch in batches:
            loss = step(self.models[slot], *[self.given(part) for part in batch], lr)
            found.append(self.number(loss))
        return {"losses": found}

    def given(self, value: Any) -> Any:
        """An array from the grader as the framework's own type."""
        return value.copy()

    def number(self, value: Any) -> float:
        """A loss as a float; only numbers and one-element arrays of theirs pass."""
        import numpy as np

        if type(value) in (int, float) or isinstance(value, (np.floating, np.integer)):
            return float(value)
        shown = type(value).__name__
        raise Failure("rejected", "loss_not_number", got=shown)


def sendable(array: Any, what: str) -> Any:
    """`array` if its dtype can be sent."""
    if array.dtype.name not in DTYPES:
        raise Failure(
            "rejected", "wrong_dtype", what=what, got=str(array.dtype), expected="float64"
        )
    return array
