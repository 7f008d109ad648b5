"""The verbs for a PyTorch learner: an `nn.Module` or a function; autograd gives the gradients."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from .adapter import Adapter, sendable
from .failures import Failure, kind_of

GRAD_INPUT = "gradient of the input"
SENDABLE = frozenset(
    {torch.bool, torch.uint8, torch.int32, torch.int64, torch.float32, torch.float64}
)


class TorchAdapter(Adapter):
    """Calls a learner's PyTorch code in float64 and hands NumPy arrays back."""

    def forget(self) -> None:
        super().forget()
        self.inputs: dict[int, list[Any]] = {}
        self.outputs: dict[int, Any] = {}

    def array(self, value: Any, what: str) -> Any:
        if type(value) not in (torch.Tensor, torch.nn.Parameter):
            got = kind_of(value)
            raise Failure("rejected", "wrong_type", what=what, got=got, expected="torch.Tensor")
        if value.layout is not torch.strided or value.device.type != "cpu":
            got, dense = f"{value.layout}, {value.device}", "a dense tensor on the CPU"
            raise Failure("rejected", "wrong_type", what=what, got=got, expected=dense)
        plain = value.detach()
        if plain.dtype not in SENDABLE:
            got = str(plain.dtype)
            raise Failure("rejected", "wrong_dtype", what=what, got=got, expected="float64")
        return sendable(plain.resolve_neg().numpy(), what)

    def given(self, value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            return type(value)([self.given(item) for item in value])
        if not isinstance(value, np.ndarray):
            return value
        return torch.from_numpy(value.copy(order="K"))

    def _tracked(self, values: list[Any]) -> tuple[list[Any], list[Any]]:
        """Leaves for the float arrays of `values`, and what the learner gets in their place.

        The learner gets copies: changing them in place is allowed by autograd and seen by `echo`.
        """
        leaves, passed = [], []
        for value in values:
            tensor = self.given(value)
            if isinstance(tensor, torch.Tensor) and tensor.is_floating_point():
                leaves.append(tensor.requires_grad_())
                tensor = tensor.clone()
            passed.append(tensor)
        return leaves, passed

    def _module(self, slot: int) -> Any:
        model = self.model(slot)
        if not isinstance(model, torch.nn.Module):
            raise Failure("rejected", "not_a_module", got=kind_of(model))
        return model

    def _state(self, slot: int) -> dict[str, Any]:
        return dict(self._module(slot).state_dict())

    def state(self, slot: int) -> dict[str, Any]:
        """The learner's state dict."""
        return {"arrays": {name: self.array(v, name) for name, v in self._state(slot).items()}}

    def set_state(self, slot: int, arrays: dict[str, Any]) -> dict[str, Any]:
        """Copy weights in; a model asked in float32 is made float32."""
        found = self._state(slot)
        self.compare_state({name: tuple(value.shape) for name, value in found.items()}, arrays)
        model = self._module(slot)
        kinds = {value.dtype.name for value in arrays.values() if value.dtype.kind == "f"}
        if kinds == {"float32"}:
            model.to(torch.float32)
        model.load_state_dict({name: self.given(value) for name, value in arrays.items()})
        return {}

    def forward(self, slot: int, inputs: list[Any], echo: bool = False) -> dict[str, Any]:
        """The output for `inputs`; the graph is kept for `vjp`."""
        leaves, passed = self._tracked(inputs)
        output = self.invoke(self._module(slot), *passed)
        shown = self.array(output, "output")
        self.inputs[slot], self.outputs[slot] = leaves, output
        return {"output": shown, "inputs": _plain(passed) if echo else []}

    def vjp(self, slot: int, cotangent: Any, echo: bool = False) -> dict[str, Any]:
        """Gradients of the latest forward's float inputs and of every parameter, by autograd."""
        if slot not in self.outputs:
            raise Failure("rejected", "no_graph")
        named = dict(self._module(slot).named_parameters())
        frozen = [name for name, value in named.items() if not value.requires_grad]
        if frozen:
            raise Failure("rejected", "frozen_parameter", name=frozen[0])
        leaves = self.inputs[slot]
        found = _gradients(self.outputs[slot], [*leaves, *named.values()], cotangent)
        grads = dict(zip(named, found[len(leaves) :], strict=True))
        params = {k: self.array(g, f"gradient of {k}") for k, g in grads.items() if g is not None}
        return {"inputs": self._own(found[: len(leaves)]), "params": params, "cotangent": None}

    def _own(self, found: list[Any]) -> list[Any]:
        return [self.array(g, GRAD_INPUT) for g in found if g is not None]

    def number(self, value: Any) -> float:
        """A loss as a float; also a zero-dimensional tensor."""
        if type(value) is torch.Tensor and value.ndim == 0:
            return float(value.detach())
        return super().number(value)

    def call(self, entry: str, args: list[Any], echo: bool = False) -> dict[str, Any]:
        """A function of the learner's; arrays become tensors, numbers are passed on."""
        _, passed = self._tracked(args)
        output = self.result(self.invoke(self.target(entry), *passed), "output")
        return {"output": output, "inputs": _plain(passed) if echo else []}

    def call_vjp(
        self, entry: str, args: list[Any], cotangent: Any, echo: bool = False
    ) -> dict[str, Any]:
        """The gradient of `entry` with respect to its float arrays, by autograd."""
        leaves, passed = self._tracked(args)
        output = self.invoke(self.target(entry), *passed)
        one = not isinstance(cotangent, list)
        (self.array if one else self.result)(output, "output")
        found = _gradients(output, leaves, cotangent)
        own = [None if g is None else self.array(g, GRAD_INPUT) for g in found]
        return {"inputs": own, "params": {}, "given": _plain(passed) if echo else []}


def _plain(values: list[Any]) -> list[Any]:
    return [value.detach().numpy() for value in values if isinstance(value, torch.Tensor)]


def _gradients(output: Any, wanted: list[Any], cotangent: Any) -> list[Any]:
    """Gradients of `output` for each of `wanted`, None where it does not depend on one.

    A tuple of outputs has a list of cotangents. They go in as factors, which is the same:
    `grad_outputs` imports sympy on first use.
    """
    if isinstance(cotangent, list):
        several = list(output) if type(output) in (tuple, list) else [output]
        if len(several) != len(cotangent):
            got, expected = f"({len(several)})", f"({len(cotangent)})"
            raise Failure("rejected", "wrong_type", what="output", got=got, expected=expected)
        scalar = sum(_weighted(one, up) for one, up in zip(several, cotangent, strict=True))
    else:
        scalar = _weighted(output, cotangent)
    return list(torch.autograd.grad(scalar, wanted, retain_graph=True, allow_unused=True))


def _weighted(output: Any, cotangent: Any) -> Any:
    """The sum of `output`'s entries, each times its entry of `cotangent`."""
    if not output.requires_grad:
        raise Failure("rejected", "no_graph")
    if tuple(output.shape) != cotangent.shape:
        facts = {"got": list(output.shape), "expected": list(cotangent.shape)}
        raise Failure("rejected", "wrong_shape", what="output", **facts)
    return (output * torch.from_numpy(cotangent.copy()).to(output.dtype)).sum()
