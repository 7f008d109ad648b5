"""What the two adapters share: the learner's module, the slots, and the checks of what comes back.

An adapter turns the fixed verbs into calls of the learner's code. It lives in the child.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Sequence
from functools import partial
from types import CodeType, ModuleType
from typing import Any

from .failures import Failure, describe, kind_of, touches
from .wire import DTYPES

MODULE = "submission"
HARNESS = "harness"


class Adapter:
    """One learner's module and what was built from it."""

    def __init__(self) -> None:
        self.lacks: list[str] = []
        """What the code asked of PyTorch and its stand-in lacks; see `standin.py`."""
        self.forget()

    def forget(self) -> None:
        """Leave nothing of a source that was loaded before."""
        self.module = ModuleType(MODULE)
        self.harness = ModuleType(HARNESS)
        self.models: dict[int, Any] = {}
        self.lacks.clear()

    def blamed(self, failure: Failure, error: BaseException) -> Failure:
        """The failure that `error` is taken for: `failure`, unless something was lacking here."""
        return failure

    def load(
        self, source: str | CodeType, filename: str, name: str = MODULE
    ) -> dict[str, Any]:
        """Run the source, compiled or not, as the module `name`, in place of one loaded before."""
        self.forget()
        self.module.__name__ = name
        code = compile(source, filename, "exec") if isinstance(source, str) else source
        self.module.__file__ = filename
        sys.modules[MODULE] = self.module
        exec(code, self.module.__dict__)
        return {}

    def load_harness(self, source: str) -> None:
        """Run the exercise's own glue, in a module beside the learner's."""
        exec(compile(source, f"<{HARNESS}>", "exec"), self.harness.__dict__)

    def target(self, name: str) -> Any:
        """What a verb calls: the harness's function or class `name`, which gets this adapter as
        its first argument, else the learner's own.
        """
        found = self.harness.__dict__.get(name)
        if callable(found) and getattr(found, "__module__", None) == HARNESS:
            return partial(found, self)
        return self.entry(name)

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

    def model(self, slot: int) -> Any:
        """What was built in `slot`."""
        if slot not in self.models:
            raise LookupError("no model was built")
        return self.models[slot]

    def method(self, slot: int, name: str) -> Any:
        """The method `name` of the model in `slot`."""
        return self.method_of(self.model(slot), name)

    def method_of(self, value: Any, name: str) -> Any:
        """The method `name` of an object of the learner's; a typed failure where it has none."""
        found = getattr(value, name, None)
        if not callable(found):
            raise Failure("rejected", "missing_method", name=name)
        return found

    def invoke(self, function: Callable[..., Any], *args: Any) -> Any:
        """Call the learner's code; arguments that its signature does not take are `rejected`."""
        try:
            return function(*args)
        except TypeError as error:
            if not touches(error, str(self.module.__file__)) and not fits(function, args):
                facts = describe(error, "", "")
                raise Failure("rejected", "raised", **facts) from None
            raise

    def build(self, slot: int, entry: str, config: Any) -> dict[str, Any]:
        """Make a model from a class of the learner's; `config` by position or by name."""
        self.models.pop(slot, None)
        made = self.target(entry)
        if isinstance(config, dict):
            self.models[slot] = made(**config)
        else:
            self.models[slot] = self.invoke(made, *config)
        return {}

    def array(self, value: Any, what: str) -> Any:
        """`value` as a plain array of a dtype that can be sent; a typed failure otherwise."""
        raise NotImplementedError

    def checked(self, value: Any, what: str) -> Any:
        """`value` itself if `array` takes it."""
        self.array(value, what)
        return value

    def result(self, value: Any, what: str) -> Any:
        """What a function returned: an array, a number, None, or a tuple or list of them."""
        if value is None or type(value) in (bool, float):
            return value
        if type(value) is int and abs(value) < 1 << 63:
            return value
        if type(value) in (tuple, list) and len(value) <= 64:
            items = [
                None if item is None else self.array(item, f"{what}[{at}]")
                for at, item in enumerate(value)
            ]
            return tuple(items) if type(value) is tuple else items
        return self.array(value, what)

    def given(self, value: Any) -> Any:
        """An argument from the grader: arrays, also those in lists and tuples, as copies of the
        framework's own type; anything else as it is.
        """
        raise NotImplementedError

    def compare_state(self, found: dict[str, tuple[int, ...]], wanted: dict[str, Any]) -> None:
        """Names and shapes of the learner's parameters against those to be copied in."""
        missing = [name for name in wanted if name not in found]
        if missing:
            raise Failure("rejected", "missing_parameter", name=missing[0], found=sorted(found))
        extra = sorted(set(found) - set(wanted))
        if extra:
            raise Failure("rejected", "extra_parameter", name=extra[0], wanted=sorted(wanted))
        for name, value in wanted.items():
            if tuple(found[name]) != value.shape:
                facts = {"name": name, "got": list(found[name]), "expected": list(value.shape)}
                raise Failure("rejected", "wrong_parameter_shape", **facts)

    def train(
        self, slot: int, batches: list[Any], lr: float, entry: str = "train_step"
    ) -> dict[str, Any]:
        """Call the learner's `train_step(model, x, y, lr)` per batch; its answers as numbers."""
        step, model = self.entry(entry), self.model(slot)
        found = []
        for batch in batches:
            loss = self.invoke(step, model, *[self.given(part) for part in batch], lr)
            found.append(self.number(loss))
        return {"losses": found}

    def number(self, value: Any) -> float:
        """A loss as a float; only numbers and zero-dimensional arrays of theirs pass."""
        import numpy as np

        if type(value) in (int, float) or type(value) in number_types(np):
            return float(value)
        if type(value) is np.ndarray and value.ndim == 0 and value.dtype.kind in "fiu":
            return float(value)
        raise Failure("rejected", "loss_not_number", got=kind_of(value))


def number_types(np: Any) -> tuple[type, ...]:
    """NumPy's own scalar types for real numbers."""
    return (np.float64, np.float32, np.float16, np.int64, np.int32, np.int16, np.int8, np.uint8)


def fits(function: Callable[..., Any], args: Sequence[Any]) -> bool:
    """Whether `function` can be called with `args` by position, as far as can be seen."""
    target = function if not hasattr(function, "forward") else function.forward
    try:
        inspect.signature(target).bind(*args)
    except TypeError:
        return False
    except BaseException:
        return True
    return True


def sendable(array: Any, what: str) -> Any:
    """`array` if its dtype can be sent."""
    if array.dtype.name not in DTYPES:
        got = str(array.dtype)
        raise Failure("rejected", "wrong_dtype", what=what, got=got, expected="float64")
    return array
