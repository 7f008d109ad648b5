"""Recurrent layers: `RNN` (layers, both directions) and `RNNCell`.

Names and layout are PyTorch's: weight_ih_l0 (H, I), weight_hh_l0 (H, H), both biases, suffix
`_reverse` for the second direction; weights start uniform within 1 / sqrt(H).
"""

import math
from typing import Any

from ..creation import empty, zeros
from ..ops.recurrent import recurrent
from ..ops.shape import cat, flip, stack, transpose
from ..tensor import Tensor
from . import functional as F
from . import init
from .module import Module, Parameter


class RNNCell(Module):
    """h' = tanh(W_ih x + b_ih + W_hh h + b_hh), or relu: one step."""

    weight_ih: Parameter
    weight_hh: Parameter

    def __init__(self, input_size: int, hidden_size: int, bias: bool = True,
                 nonlinearity: str = "tanh", *, dtype: Any = None) -> None:
        super().__init__()
        self.input_size, self.hidden_size = input_size, hidden_size
        self.nonlinearity = nonlinearity
        self.weight_ih = Parameter(empty(hidden_size, input_size, dtype=dtype))
        self.weight_hh = Parameter(empty(hidden_size, hidden_size, dtype=dtype))
        for name in ("bias_ih", "bias_hh"):
            self.register_parameter(
                name, Parameter(empty(hidden_size, dtype=dtype)) if bias else None)
        draw(self, hidden_size)

    def forward(self, input: Tensor, hx: Tensor | None = None) -> Tensor:
        """input (B, I) or (I), hx (B, H) or (H), zeros by default -> (B, H) or (H)."""
        if input.ndim not in (1, 2):
            raise ValueError(f"RNNCell: Expected input to be 1D or 2D, got {input.ndim}D instead")
        if hx is None:
            hx = zeros(*input.shape[:-1], self.hidden_size, dtype=input.dtype)
        total = F.linear(input, self.weight_ih, self.bias_ih) + F.linear(
            hx, self.weight_hh, self.bias_hh)
        if self.nonlinearity not in ("tanh", "relu"):
            raise RuntimeError(f"Unknown nonlinearity: {self.nonlinearity}")
        return total.tanh() if self.nonlinearity == "tanh" else total.relu()

    def extra_repr(self) -> str:
        """The sizes."""
        return f"{self.input_size}, {self.hidden_size}"


class RNN(Module):
    """h_t = tanh(W_ih x_t + b_ih + W_hh h_{t-1} + b_hh), or relu, over a sequence.

    `dropout` acts on the output of every layer but the last. ValueError for another
    nonlinearity.
    """

    def __init__(self, input_size: int, hidden_size: int, num_layers: int = 1,
                 nonlinearity: str = "tanh", bias: bool = True, batch_first: bool = False,
                 dropout: float = 0.0, bidirectional: bool = False, *, dtype: Any = None) -> None:
        super().__init__()
        if nonlinearity not in ("tanh", "relu"):
            raise ValueError(f"Unknown nonlinearity '{nonlinearity}'. Select from 'tanh' or"
                             " 'relu'.")
        self.input_size, self.hidden_size, self.num_layers = input_size, hidden_size, num_layers
        self.nonlinearity, self.bias, self.batch_first = nonlinearity, bias, batch_first
        self.dropout, self.bidirectional = dropout, bidirectional
        for layer in range(num_layers):
            width = input_size if layer == 0 else hidden_size * (1 + bidirectional)
            for suffix in self.suffixes(layer):
                shapes: dict[str, tuple[int, ...]] = {
                    "weight_ih": (hidden_size, width), "weight_hh": (hidden_size, hidden_size)}
                if bias:
                    shapes |= {"bias_ih": (hidden_size,), "bias_hh": (hidden_size,)}
                for name, shape in shapes.items():
                    self.register_parameter(name + suffix, Parameter(empty(shape, dtype=dtype)))
        draw(self, hidden_size)

    def suffixes(self, layer: int) -> list[str]:
        """The endings of a layer's parameter names, one per direction."""
        return [f"_l{layer}"] + [f"_l{layer}_reverse"] * self.bidirectional

    def forward(self, input: Tensor, hx: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """input (T, B, I), (B, T, I) if batch_first, or (T, I); hx (layers * directions, B, H).

        Returns all outputs of the last layer (T, B, directions * H) and every layer's last
        hidden state (layers * directions, B, H), in the layout of the input. RuntimeError for
        sizes that do not fit.
        """
        if input.ndim == 2:
            out, last = self.forward(
                input.unsqueeze(1 - self.batch_first), None if hx is None else hx.unsqueeze(1))
            return out.squeeze(1 - self.batch_first), last.squeeze(1)
        x = transpose(input, 0, 1) if self.batch_first and input.ndim == 3 else input
        hx = self.check(x, hx)
        finals: list[Tensor] = []
        for layer in range(self.num_layers):
            outs = []
            for suffix in self.suffixes(layer):
                out, final = self.one_way(x, hx[len(finals)], suffix)
                outs.append(out)
                finals.append(final)
            x = outs[0] if len(outs) == 1 else cat(outs, -1)
            if self.dropout and layer < self.num_layers - 1:
                x = F.dropout(x, self.dropout, self.training)
        return transpose(x, 0, 1) if self.batch_first else x, stack(finals)

    def one_way(self, x: Tensor, h0: Tensor, suffix: str) -> tuple[Tensor, Tensor]:
        """One layer in one direction: its outputs in order of time, and its last state."""
        names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        w_ih, w_hh, b_ih, b_hh = (self._parameters.get(name + suffix) for name in names)
        assert w_ih is not None and w_hh is not None
        backwards = suffix.endswith("reverse")
        out = recurrent(flip(x, 0) if backwards else x, h0, w_ih, w_hh, b_ih, b_hh,
                        self.nonlinearity == "relu")
        return flip(out, 0) if backwards else out, out[-1]

    def check(self, x: Tensor, hx: Tensor | None) -> Tensor:
        """The initial state; RuntimeError in PyTorch's words for wrong sizes."""
        if x.ndim != 3:
            raise ValueError(f"RNN: Expected input to be 2D or 3D, got {x.ndim}D tensor instead")
        if x.shape[-1] != self.input_size:
            raise RuntimeError("input.size(-1) must be equal to input_size. Expected"
                               f" {self.input_size}, got {x.shape[-1]}")
        if x.shape[0] == 0:
            raise RuntimeError("Expected sequence length to be larger than 0 in RNN")
        expected = (self.num_layers * (1 + self.bidirectional), x.shape[1], self.hidden_size)
        if hx is None:
            return zeros(expected, dtype=x.dtype)
        if hx.shape != expected:
            raise RuntimeError(f"Expected hidden size {expected}, got {list(hx.shape)}")
        return hx

    def extra_repr(self) -> str:
        """The sizes."""
        return f"{self.input_size}, {self.hidden_size}"


def draw(module: Module, hidden_size: int) -> None:
    """Draw new weights, uniform within 1 / sqrt(hidden_size)."""
    bound = 1 / math.sqrt(hidden_size) if hidden_size else 0.0
    for p in module.parameters():
        init.uniform_(p, -bound, bound)
