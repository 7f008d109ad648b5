"""The verbs for a NumPy learner: `params`, `forward`, `backward` and `f`, `f_backward`."""

from __future__ import annotations

from typing import Any

import numpy as np

from .adapter import Adapter, sendable
from .failures import Failure


class NumpyAdapter(Adapter):
    """Calls a learner's NumPy code; what it returns must be plain arrays."""

    def array(self, value: Any, what: str) -> Any:
        if type(value) is not np.ndarray:
            got = type(value).__name__
            raise Failure("rejected", "wrong_type", what=what, got=got, expected="numpy.ndarray")
        return sendable(value, what)

    def _params(self, slot: int) -> dict[str, Any]:
        params = getattr(self.models[slot], "params", None)
        if type(params) is not dict:
            raise Failure("rejected", "missing_params")
        return {str(name): self.array(value, str(name)) for name, value in params.items()}

    def state(self, slot: int) -> dict[str, Any]:
        """The learner's parameters by name."""
        return {"arrays": self._params(slot)}

    def set_state(self, slot: int, arrays: dict[str, Any]) -> dict[str, Any]:
        """Copy weights in: in place where that works, so that aliases keep up."""
        params = self._params(slot)
        self.compare_state({name: value.shape for name, value in params.items()}, arrays)
        kept = self.models[slot].params
        for name, value in arrays.items():
            if kept[name].flags.writeable and kept[name].dtype == value.dtype:
                kept[name][...] = value
            else:
                kept[name] = value.copy()
        return {}

    def forward(self, slot: int, inputs: list[Any], echo: bool = False) -> dict[str, Any]:
        """The output for `inputs`; with `echo` also the inputs as they are after the call."""
        given = [self.given(value) for value in inputs]
        output = self.array(self.method(slot, "forward")(*given), "output")
        return {"output": output, "inputs": given if echo else []}

    def vjp(self, slot: int, cotangent: Any, echo: bool = False) -> dict[str, Any]:
        """Gradients of the latest forward's inputs and of every parameter."""
        given = self.given(cotangent)
        answer = self.method(slot, "backward")(given)
        if type(answer) is not tuple or len(answer) != 2 or type(answer[1]) is not dict:
            raise Failure("rejected", "backward_form", got=type(answer).__name__)
        grad_input, grads = answer
        params = {str(k): self.array(v, f"gradient of {k}") for k, v in grads.items()}
        own = [] if grad_input is None else [self.array(grad_input, "gradient of the input")]
        return {"inputs": own, "params": params, "cotangent": given if echo else None}

    def train(self, slot: int, batches: list[Any], lr: float) -> dict[str, Any]:
        """Losses of the learner's own training steps."""
        return self.losses(slot, batches, lr)

    def call(self, entry: str, args: list[Any], echo: bool = False) -> dict[str, Any]:
        """A function of the learner's; arrays are copied in, numbers passed on."""
        given = [self.given(a) if isinstance(a, np.ndarray) else a for a in args]
        output = self.array(self.entry(entry)(*given), "output")
        arrays = [a for a in given if isinstance(a, np.ndarray)]
        return {"output": output, "inputs": arrays if echo else []}

    def call_vjp(self, entry: str, args: list[Any], cotangent: Any) -> dict[str, Any]:
        """The gradient that `<entry>_backward(cotangent, *args)` returns."""
        given = [self.given(a) if isinstance(a, np.ndarray) else a for a in args]
        answer = self.entry(f"{entry}_backward")(self.given(cotangent), *given)
        return {"inputs": [self.array(answer, "gradient of the input")], "params": {}}
