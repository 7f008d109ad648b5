"""Recurrent layers: `RNN`, `LSTM`, `GRU` (layers, both directions) and their cells.

Names and layout are PyTorch's: weight_ih_l0 (gates H, I), weight_hh_l0, both biases, suffix
`_reverse` for the second direction; weights start uniform within 1 / sqrt(H).
"""

import math
from typing import Any

from ..creation import empty, zeros
from ..ops import gated
from ..ops.recurrent import recurrent
from ..ops.shape import cat, flip, stack, transpose
from ..refusal import Unavailable
from ..tensor import Tensor
from . import functional as F
from . import init
from .module import Module, Parameter


class Cell(Module):
    """What the one-step modules share: weight_ih (gates H, I), weight_hh (gates H, H), biases."""

    gates = 1
    weight_ih: Parameter
    weight_hh: Parameter

    def __init__(self, input_size: int, hidden_size: int, bias: bool = True, *,
                 dtype: Any = None) -> None:
        super().__init__()
        self.input_size, self.hidden_size = input_size, hidden_size
        rows = self.gates * hidden_size
        self.weight_ih = Parameter(empty(rows, input_size, dtype=dtype))
        self.weight_hh = Parameter(empty(rows, hidden_size, dtype=dtype))
        for name in ("bias_ih", "bias_hh"):
            self.register_parameter(name, Parameter(empty(rows, dtype=dtype)) if bias else None)
        draw(self, hidden_size)

    def initial(self, input: Tensor) -> Tensor:
        """Zeros for a state that was not given; ValueError for an input of another rank."""
        if input.ndim not in (1, 2):
            raise ValueError(f"{type(self).__name__}: Expected input to be 1D or 2D, got"
                             f" {input.ndim}D instead")
        return zeros(*input.shape[:-1], self.hidden_size, dtype=input.dtype)

    def weights(self) -> tuple[Any, ...]:
        """Both weights and both biases."""
        return self.weight_ih, self.weight_hh, self.bias_ih, self.bias_hh

    def extra_repr(self) -> str:
        """The sizes."""
        return f"{self.input_size}, {self.hidden_size}"


class RNNCell(Cell):
    """h' = tanh(W_ih x + b_ih + W_hh h + b_hh), or relu: one step."""

    def __init__(self, input_size: int, hidden_size: int, bias: bool = True,
                 nonlinearity: str = "tanh", *, dtype: Any = None) -> None:
        super().__init__(input_size, hidden_size, bias, dtype=dtype)
        self.nonlinearity = nonlinearity

    def forward(self, input: Tensor, hx: Tensor | None = None) -> Tensor:
        """input (B, I) or (I), hx (B, H) or (H), zeros by default -> (B, H) or (H)."""
        before = self.initial(input) if hx is None else hx
        total = F.linear(input, self.weight_ih, self.bias_ih) + F.linear(
            before, self.weight_hh, self.bias_hh)
        if self.nonlinearity not in ("tanh", "relu"):
            raise RuntimeError(f"Unknown nonlinearity: {self.nonlinearity}")
        return total.tanh() if self.nonlinearity == "tanh" else total.relu()


class LSTMCell(Cell):
    """One step of `LSTM`."""

    gates = 4

    def forward(self, input: Tensor,
                hx: tuple[Tensor, Tensor] | None = None) -> tuple[Tensor, Tensor]:
        """input (B, I) or (I), hx = (h, c), zeros by default -> the next (h, c)."""
        h, c = (self.initial(input), self.initial(input)) if hx is None else hx
        return gated.lstm_cell(input, h, c, *self.weights())


class GRUCell(Cell):
    """One step of `GRU`."""

    gates = 3

    def forward(self, input: Tensor, hx: Tensor | None = None) -> Tensor:
        """input (B, I) or (I), hx (B, H) or (H), zeros by default -> the next h."""
        return gated.gru_cell(input, self.initial(input) if hx is None else hx, *self.weights())


class Recurrent(Module):
    """What RNN, LSTM and GRU share: layers, directions, layout; a subclass has `gates` and `run`.

    `dropout` acts on the output of every layer but the last.
    """

    gates = 1
    parts = 1  # of the state: h, or h and c

    def __init__(self, input_size: int, hidden_size: int, num_layers: int = 1, bias: bool = True,
                 batch_first: bool = False, dropout: float = 0.0, bidirectional: bool = False, *,
                 dtype: Any = None) -> None:
        super().__init__()
        self.input_size, self.hidden_size, self.num_layers = input_size, hidden_size, num_layers
        self.bias, self.batch_first = bias, batch_first
        self.dropout, self.bidirectional = dropout, bidirectional
        rows = self.gates * hidden_size
        for layer in range(num_layers):
            width = input_size if layer == 0 else hidden_size * (1 + bidirectional)
            for suffix in self.suffixes(layer):
                shapes: dict[str, tuple[int, ...]] = {
                    "weight_ih": (rows, width), "weight_hh": (rows, hidden_size)}
                if bias:
                    shapes |= {"bias_ih": (rows,), "bias_hh": (rows,)}
                for name, shape in shapes.items():
                    self.register_parameter(name + suffix, Parameter(empty(shape, dtype=dtype)))
        draw(self, hidden_size)

    def suffixes(self, layer: int) -> list[str]:
        """The endings of a layer's parameter names, one per direction."""
        return [f"_l{layer}"] + [f"_l{layer}_reverse"] * self.bidirectional

    def run(self, x: Tensor, state: tuple[Tensor, ...], weights: tuple[Any, ...]) -> Any:
        """One layer forward in time: for each part of the state all steps (T, B, H)."""
        raise NotImplementedError

    def forward(self, input: Tensor, hx: Any = None) -> tuple[Tensor, Any]:
        """input (T, B, I), (B, T, I) if batch_first, or (T, I); hx (layers * directions, B, H).

        Returns all outputs of the last layer (T, B, directions * H) and every layer's last
        state (layers * directions, B, H), in the layout of the input; for LSTM hx and the last
        state are pairs (h, c). RuntimeError for sizes that do not fit.
        """
        if input.ndim == 2:
            out, last = self.forward(
                input.unsqueeze(1 - self.batch_first),
                None if hx is None else self.told([s.unsqueeze(1) for s in self.states(hx)]))
            flat = [s.squeeze(1) for s in self.states(last)]
            return out.squeeze(1 - self.batch_first), self.told(flat)
        x = transpose(input, 0, 1) if self.batch_first and input.ndim == 3 else input
        begin = self.check(x, hx)
        finals: list[tuple[Tensor, ...]] = []
        for layer in range(self.num_layers):
            outs = []
            for suffix in self.suffixes(layer):
                out, final = self.one_way(x, tuple(s[len(finals)] for s in begin), suffix)
                outs.append(out)
                finals.append(final)
            x = outs[0] if len(outs) == 1 else cat(outs, -1)
            if self.dropout and layer < self.num_layers - 1:
                x = F.dropout(x, self.dropout, self.training)
        last = [stack([final[k] for final in finals]) for k in range(self.parts)]
        return transpose(x, 0, 1) if self.batch_first else x, self.told(last)

    def states(self, hx: Any) -> list[Tensor]:
        """The parts of a state."""
        return list(hx) if self.parts > 1 else [hx]

    def told(self, parts: list[Tensor]) -> Any:
        """A state as the caller knows it: a Tensor, or a tuple of them."""
        return tuple(parts) if self.parts > 1 else parts[0]

    def one_way(self, x: Tensor, state: tuple[Tensor, ...],
                suffix: str) -> tuple[Tensor, tuple[Tensor, ...]]:
        """One layer in one direction: its outputs in order of time, and its last state."""
        names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        weights = tuple(self._parameters.get(name + suffix) for name in names)
        backwards = suffix.endswith("reverse")
        parts = self.run(flip(x, 0) if backwards else x, state, weights)
        out = flip(parts[0], 0) if backwards else parts[0]
        return out, tuple(part[-1] for part in parts)

    def check(self, x: Tensor, hx: Any) -> list[Tensor]:
        """The initial state; RuntimeError in PyTorch's words for wrong sizes."""
        name = type(self).__name__
        if x.ndim != 3:
            raise ValueError(f"{name}: Expected input to be 2D or 3D, got {x.ndim}D tensor instead")
        if x.shape[-1] != self.input_size:
            raise RuntimeError("input.size(-1) must be equal to input_size. Expected"
                               f" {self.input_size}, got {x.shape[-1]}")
        if x.shape[0] == 0:
            raise RuntimeError("Expected sequence length to be larger than 0 in RNN")
        expected = (self.num_layers * (1 + self.bidirectional), x.shape[1], self.hidden_size)
        if hx is None:
            return [zeros(expected, dtype=x.dtype) for _ in range(self.parts)]
        for part in self.states(hx):
            if part.shape != expected:
                raise RuntimeError(f"Expected hidden size {expected}, got {list(part.shape)}")
        return self.states(hx)

    def extra_repr(self) -> str:
        """The sizes."""
        return f"{self.input_size}, {self.hidden_size}"


class RNN(Recurrent):
    """h_t = tanh(W_ih x_t + b_ih + W_hh h_{t-1} + b_hh), or relu, over a sequence.

    ValueError for another nonlinearity.
    """

    def __init__(self, input_size: int, hidden_size: int, num_layers: int = 1,
                 nonlinearity: str = "tanh", bias: bool = True, batch_first: bool = False,
                 dropout: float = 0.0, bidirectional: bool = False, *, dtype: Any = None) -> None:
        if nonlinearity not in ("tanh", "relu"):
            raise ValueError(f"Unknown nonlinearity '{nonlinearity}'. Select from 'tanh' or"
                             " 'relu'.")
        super().__init__(input_size, hidden_size, num_layers, bias, batch_first, dropout,
                         bidirectional, dtype=dtype)
        self.nonlinearity = nonlinearity

    def run(self, x: Tensor, state: tuple[Tensor, ...], weights: tuple[Any, ...]) -> Any:
        """All hidden states of one layer."""
        w_ih, w_hh, b_ih, b_hh = weights
        is_relu = self.nonlinearity == "relu"
        return (recurrent(x, state[0], w_ih, w_hh, b_ih, b_hh, is_relu),)


class LSTM(Recurrent):
    """c_t = f c_{t-1} + i g, h_t = o tanh c_t, over a sequence; gate order i, f, g, o."""

    gates = 4
    parts = 2

    def __init__(self, *args: Any, proj_size: int = 0, **options: Any) -> None:
        super().__init__(*args, **options)
        if proj_size:
            raise Unavailable("LSTM: proj_size is not available")

    def run(self, x: Tensor, state: tuple[Tensor, ...], weights: tuple[Any, ...]) -> Any:
        """All hidden states of one layer, and its last cell state."""
        return gated.lstm(x, *state, *weights)


class GRU(Recurrent):
    """h_t = (1 - z) n + z h_{t-1} over a sequence; gate order r, z, n, reset after the product."""

    gates = 3

    def run(self, x: Tensor, state: tuple[Tensor, ...], weights: tuple[Any, ...]) -> Any:
        """All hidden states of one layer."""
        return (gated.gru(x, *state, *weights),)


def draw(module: Module, hidden_size: int) -> None:
    """Draw new weights, uniform within 1 / sqrt(hidden_size)."""
    bound = 1 / math.sqrt(hidden_size) if hidden_size else 0.0
    for p in module.parameters():
        init.uniform_(p, -bound, bound)
