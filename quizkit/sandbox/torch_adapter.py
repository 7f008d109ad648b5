"""The verbs for a PyTorch learner: an `nn.Module` or a function; autograd gives the gradients."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from .adapter import Adapter, sendable
from .failures import Failure


class TorchAdapter(Adapter):
    """Calls a learner's PyTorch code in float64 and hands NumPy arrays back."""

    def array(self, value: Any, what: str) -> Any:
        if type(value) not in (torch.Tensor, torch.nn.Parameter):
            got = type(value).__name__
            raise Failure("rejected", "wrong_type", what=what, got=got, expected="torch.Tensor")
        if value.layout is not torch.strided:
            got = str(value.layout)
            raise Failure("rejected", "wrong_type", what=what, got=got, expected="a dense tensor")
        plain = value.detach()
        if plain.dtype in (torch.bfloat16, torch.float16):
            got = str(plain.dtype)
            raise Failure("rejected", "wrong_dtype", what=what, got=got, expected="float64")
        return sendable(plain.numpy(), what)

    def given(self, value: Any) -> Any:
        return torch.from_numpy(value.copy())

    def _tracked(self, value: Any) -> Any:
        tensor = self.given(value)
        return tensor.requires_grad_() if tensor.is_floating_point() else tensor

    def _state(self, slot: int) -> dict[str, Any]:
        model = self.models[slot]
        if not isinstance(model, torch.nn.Module):
            raise Failure("rejected", "not_a_module", got=type(model).__name__)
        return dict(model.state_dict())

    def state(self, slot: int) -> dict[str, Any]:
        """The learner's state dict."""
        return {"arrays": {name: self.array(v, name) for name, v in self._state(slot).items()}}

    def set_state(self, slot: int, arrays: dict[str, Any]) -> dict[str, Any]:
        """Copy weights in."""
        found = self._state(slot)
        self.compare_state({name: tuple(value.shape) for name, value in found.items()}, arrays)
        tensors = {name: torch.from_numpy(value.copy()) for name, value in arrays.items()}
        self.models[slot].load_state_dict(tensors)
        return {}

    def forward(self, slot: int, inputs: list[Any], echo: bool = False) -> dict[str, Any]:
        """The output for `inputs`; the graph is kept for one `vjp`."""
        self._state(slot)
        given = [self._tracked(value) for value in inputs]
        output = self.models[slot](*given)
        shown = self.array(output, "output")
        self.inputs[slot], self.outputs[slot] = given, output
        return {"output": shown, "inputs": [t.detach().numpy() for t in given] if echo else []}

    def _gradients(self, output: Any, wanted: list[Any], cotangent: Any) -> list[Any]:
        if not output.requires_grad:
            raise Failure("rejected", "no_graph")
        if tuple(output.shape) != cotangent.shape:
            got = list(output.shape)
            raise Failure(
                "rejected", "wrong_shape", what="output", got=got, expected=list(cotangent.shape)
            )
        upstream = torch.from_numpy(cotangent.copy()).to(output.dtype)
        return list(torch.autograd.grad(output, wanted, upstream, allow_unused=True))

    def vjp(self, slot: int, cotangent: Any, echo: bool = False) -> dict[str, Any]:
        """Gradients of the latest forward's float inputs and of every parameter, by autograd."""
        named = dict(self.models[slot].named_parameters())
        frozen = [name for name, value in named.items() if not value.requires_grad]
        if frozen:
            raise Failure("rejected", "frozen_parameter", name=frozen[0])
        inputs = [t for t in self.inputs[slot] if t.requires_grad]
        output = self.outputs.pop(slot)
        found = self._gradients(output, [*inputs, *named.values()], cotangent)
        grads = dict(zip(named, found[len(inputs) :], strict=True))
        params = {k: self.array(g, f"gradient of {k}") for k, g in grads.items() if g is not None}
        own = [g.numpy() for g in found[: len(inputs)] if g is not None]
        return {"inputs": own, "params": params, "cotangent": None}

    def number(self, value: Any) -> float:
        if type(value) is torch.Tensor and value.numel() == 1:
            return float(value.detach())
        return super().number(value)

    def train(self, slot: int, batches: list[Any], lr: float) -> dict[str, Any]:
        """Losses of the learner's own training steps."""
        return self.losses(slot, batches, lr)

    def call(self, entry: str, args: list[Any], echo: bool = False) -> dict[str, Any]:
        """A function of the learner's; arrays become tensors, numbers are passed on."""
        given = [self._tracked(a) if isinstance(a, np.ndarray) else a for a in args]
        output = self.array(self.entry(entry)(*given), "output")
        arrays = [a.detach().numpy() for a in given if isinstance(a, torch.Tensor)]
        return {"output": output, "inputs": arrays if echo else []}

    def call_vjp(self, entry: str, args: list[Any], cotangent: Any) -> dict[str, Any]:
        """The gradient of `entry` with respect to its float arrays, by autograd."""
        given = [self._tracked(a) if isinstance(a, np.ndarray) else a for a in args]
        output = self.entry(entry)(*given)
        self.array(output, "output")
        wanted = [t for t in given if isinstance(t, torch.Tensor) and t.requires_grad]
        found = self._gradients(output, wanted, cotangent)
        return {"inputs": [g.numpy() for g in found if g is not None], "params": {}}
