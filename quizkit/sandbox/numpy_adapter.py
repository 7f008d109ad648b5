"""The verbs for a NumPy learner: `params`, `forward`, `backward` and `f`, `f_backward`."""

from __future__ import annotations

from typing import Any

import numpy as np

from .adapter import Adapter, number_types, sendable
from .failures import Failure, kind_of

GRAD_INPUT = "gradient of the input"


class NumpyAdapter(Adapter):
    """Calls a learner's NumPy code; what it returns must be plain arrays."""

    def array(self, value: Any, what: str) -> Any:
        if type(value) in number_types(np):
            value = np.asarray(value)
        if type(value) is not np.ndarray:
            expected, got = "numpy.ndarray", kind_of(value)
            raise Failure("rejected", "wrong_type", what=what, got=got, expected=expected)
        return sendable(value, what)

    def given(self, value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            return type(value)([self.given(item) for item in value])
        return value.copy(order="K") if isinstance(value, np.ndarray) else value

    def _params(self, slot: int) -> dict[str, Any]:
        params = getattr(self.model(slot), "params", None)
        if type(params) is not dict:
            raise Failure("rejected", "missing_params", got=kind_of(params))
        return {str(name): self.array(value, str(name)) for name, value in params.items()}

    def state(self, slot: int) -> dict[str, Any]:
        """The learner's parameters by name."""
        return {"arrays": self._params(slot)}

    def set_state(self, slot: int, arrays: dict[str, Any]) -> dict[str, Any]:
        """Copy weights in: in place where that works, so that aliases keep up."""
        params = self._params(slot)
        self.compare_state({name: value.shape for name, value in params.items()}, arrays)
        kept = self.model(slot).params
        for name, value in arrays.items():
            own = kept[name]
            if type(own) is np.ndarray and own.flags.writeable and own.dtype == value.dtype:
                own[...] = value
            else:
                kept[name] = value.copy()
        return {}

    def forward(self, slot: int, inputs: list[Any], echo: bool = False) -> dict[str, Any]:
        """The output for `inputs`; with `echo` also the inputs as they are after the call."""
        given = [self.given(value) for value in inputs]
        output = self.invoke(self.method(slot, "forward"), *given)
        return {"output": self.array(output, "output"), "inputs": given if echo else []}

    def vjp(self, slot: int, cotangent: Any, echo: bool = False) -> dict[str, Any]:
        """Gradients of the latest forward's inputs and of every parameter."""
        given = self.given(cotangent)
        answer = self.invoke(self.method(slot, "backward"), given)
        if type(answer) is not tuple or len(answer) != 2 or type(answer[1]) is not dict:
            raise Failure("rejected", "backward_form", got=kind_of(answer))
        grad_input, grads = answer
        params = {str(k): self.array(v, f"gradient of {k}") for k, v in grads.items()}
        own = [value for value in self._gradients(grad_input) if value is not None]
        return {"inputs": own, "params": params, "cotangent": given if echo else None}

    def _gradients(self, answer: Any) -> list[Any]:
        """One gradient, or a tuple of them; None stands for an input without one."""
        several = list(answer) if type(answer) in (tuple, list) else [answer]
        return [None if value is None else self.array(value, GRAD_INPUT) for value in several]

    def call(self, entry: str, args: list[Any], echo: bool = False) -> dict[str, Any]:
        """A function of the learner's; arrays are copied in, numbers passed on."""
        given = [self.given(value) for value in args]
        output = self.result(self.invoke(self.target(entry), *given), "output")
        arrays = [value for value in given if isinstance(value, np.ndarray)]
        return {"output": output, "inputs": arrays if echo else []}

    def call_vjp(
        self, entry: str, args: list[Any], cotangent: Any, echo: bool = False
    ) -> dict[str, Any]:
        """The gradients that `<entry>_backward(cotangent, *args)` returns; of a function with
        several results, `cotangent` is a list and its items come one after another.
        """
        upstream = cotangent if isinstance(cotangent, list) else [cotangent]
        given = [self.given(value) for value in (*upstream, *args)]
        found = self._gradients(self.invoke(self.target(f"{entry}_backward"), *given))
        arrays = [value for value in given if isinstance(value, np.ndarray)]
        return {"inputs": found, "params": {}, "given": arrays if echo else []}
