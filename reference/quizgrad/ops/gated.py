"""LSTM and GRU layers as one node each: a loop over time without a node per step.

Both do the input's product for all steps at once and the weights' gradients as one product.
When backward itself is recorded, the layer is replayed from single operations.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from ..engine import grad
from ..function import NOTHING, Function, TensorBase, enable_grad
from .common import constant
from .linalg import linear
from .math import sigmoid, tanh
from .shape import chunk, stack, unbind

if TYPE_CHECKING:
    from ..tensor import Tensor


def logistic(a: Any) -> Any:
    """1 / (1 + e**-a) as (1 + tanh(a / 2)) / 2, which cannot overflow; in place."""
    np.multiply(a, 0.5, out=a)
    np.tanh(a, out=a)
    a += 1
    a *= 0.5
    return a


def inner_products(x: TensorBase, w_ih: TensorBase, b_ih: TensorBase) -> Any:
    """x w_ih^T + b_ih for all steps: (T, B, gates H)."""
    steps, batch, width = x.array.shape
    out = x.array.reshape(steps * batch, width) @ w_ih.array.T
    if b_ih.array is not None:
        out += b_ih.array
    return out.reshape(steps, batch, -1)


def replay(node: Function, single: Any, g: Any, inputs: tuple[Any, ...]) -> tuple[Any, ...]:
    """The node's gradients with a graph of their own: from the layer in single operations."""
    with enable_grad():
        out = single(inputs)
        wanted = [i for i in range(len(inputs)) if node.wants(i)]
        found = grad(out, [inputs[i] for i in wanted], g, create_graph=True)
    grads: list[Any] = [None] * len(inputs)
    for i, value in zip(wanted, found, strict=True):
        grads[i] = value
    return tuple(grads)


class LSTM(Function):
    """out = h_1, ..., h_T and the last c, (T + 1, B, H).

    i, f, g, o = the four gates of x_t w_ih^T + b_ih + h_{t-1} w_hh^T + b_hh (sigmoid, tanh for
    g); c_t = f c_{t-1} + i g, h_t = o tanh c_t. Source: Hochreiter and Schmidhuber 1997, gate
    order of torch.nn.LSTM.
    """

    __slots__ = ()
    fresh = True
    keeps_output = True

    def forward(self, x: TensorBase, h0: TensorBase, c0: TensorBase, w_ih: TensorBase,
                w_hh: TensorBase, b_ih: TensorBase, b_hh: TensorBase) -> Any:
        gates = inner_products(x, w_ih, b_ih)
        if b_hh.array is not None:
            gates += b_hh.array
        steps, batch, wide = gates.shape
        n = wide // 4
        # sigmoid(a) = (1 + tanh(a / 2)) / 2: one tanh serves all gates, halved before and after.
        half = np.full(wide, 0.5, gates.dtype)
        half[2 * n : 3 * n] = 1
        gates *= half
        h, turned = h0.array, np.ascontiguousarray(w_hh.array.T) * half
        cells = np.empty((steps + 1, batch, n), gates.dtype)  # c_0 and every c_t
        cells[0] = c0.array
        out = np.empty((steps + 1, batch, n), gates.dtype)
        room, bent = np.empty((batch, wide), gates.dtype), np.empty((batch, n), gates.dtype)
        for t in range(steps):
            a = gates[t]
            a += np.matmul(h, turned, out=room)
            np.tanh(a, out=a)
            a *= half
            a += 1 - half
            c = np.multiply(a[:, n : 2 * n], cells[t], out=cells[t + 1])
            c += np.multiply(a[:, :n], a[:, 2 * n : 3 * n], out=bent)
            h = np.multiply(a[:, 3 * n :], np.tanh(c, out=bent), out=out[t])
        out[steps] = cells[steps]
        self.save_for_backward(x, h0, c0, w_ih, w_hh, b_ih, b_hh, constant(gates),
                               constant(cells))
        return out

    def backward(self, g: Any, *kept: Any) -> Any:
        if isinstance(g, TensorBase):
            return replay(self, lstm_steps, g, kept[:7])
        x, h0, _, w_ih, w_hh, _, _, gates, cells, out = kept
        d, dc = lstm_through_time(g, w_hh, gates, cells)
        steps, batch, wide = d.shape
        flat, before = d.reshape(steps * batch, wide), np.concatenate([h0[None], out[:-2]])
        db = flat.sum(axis=0) if self.wants(5) or self.wants(6) else None
        return ((flat @ w_ih).reshape(x.shape) if self.wants(0) else None, d[0] @ w_hh, dc,
                flat.T @ x.reshape(steps * batch, -1), flat.T @ before.reshape(steps * batch, -1),
                db, None if db is None else db.copy())


def lstm_through_time(g: Any, w_hh: Any, gates: Any, cells: Any) -> tuple[Any, Any]:
    """Gradients of the gates before their non-linearities (T, B, 4 H), and of c_0.

    dc_t = dc_{t+1} f_{t+1} + dh_t o (1 - tanh^2 c_t); the gates' are dc_t times what is made
    for all steps at once, for o dh_t times that.
    """
    steps, batch, wide = gates.shape
    n = wide // 4
    i, f, u, o = (gates[:, :, k * n : (k + 1) * n] for k in range(4))
    bent = np.tanh(cells[1:])
    d = 1 - gates
    d *= gates
    d[:, :, :n] *= u
    d[:, :, n : 2 * n] *= cells[:-1]
    d[:, :, 2 * n : 3 * n] = i * (1 - u * u)
    d[:, :, 3 * n :] *= bent
    slope = np.multiply(bent, bent, out=bent)
    np.subtract(1, slope, out=slope)
    slope *= o
    dh, dc, room = np.zeros_like(cells[0]), g[steps].copy(), np.empty_like(cells[0])
    for t in range(steps - 1, -1, -1):
        dh += g[t]
        dc += np.multiply(dh, slope[t], out=room)
        d[t].reshape(batch, 4, n)[:, :3] *= dc[:, None]
        d[t, :, 3 * n :] *= dh
        dc *= f[t]
        np.matmul(d[t], w_hh, out=dh)
    return d, dc


def lstm_steps(inputs: tuple[Any, ...]) -> Any:
    """The layer step by step: what `LSTM` computes, in operations of their own."""
    x, h, c, w_ih, w_hh, b_ih, b_hh = inputs
    out = []
    for x_t in unbind(x):
        h, c = lstm_cell(x_t, h, c, w_ih, w_hh, b_ih, b_hh)
        out.append(h)
    return stack([*out, c])


def lstm_cell(x: "Tensor", h: "Tensor", c: "Tensor", w_ih: "Tensor", w_hh: "Tensor",
              b_ih: "Tensor | None", b_hh: "Tensor | None") -> tuple["Tensor", "Tensor"]:
    """One step of `LSTM`: the next (h, c), each (B, H)."""
    i, f, g, o = chunk(linear(x, w_ih, b_ih) + linear(h, w_hh, b_hh), 4, -1)
    c = sigmoid(f) * c + sigmoid(i) * tanh(g)
    return sigmoid(o) * tanh(c), c


class GRU(Function):
    """h_t for all t, (T, B, H).

    r, z = sigmoid of the first two thirds of a_t + b_t, n = tanh(a_n + r b_n), with
    a_t = x_t w_ih^T + b_ih and b_t = h_{t-1} w_hh^T + b_hh; h_t = (1 - z) n + z h_{t-1}. The
    reset comes after the matrix product. Source: Cho et al. 2014 as in torch.nn.GRU.
    """

    __slots__ = ()
    fresh = True
    keeps_output = True

    def forward(self, x: TensorBase, h0: TensorBase, w_ih: TensorBase, w_hh: TensorBase,
                b_ih: TensorBase, b_hh: TensorBase) -> Any:
        gates = inner_products(x, w_ih, b_ih)  # becomes r, z, n
        steps, batch, wide = gates.shape
        n = wide // 3
        h, turned = h0.array, np.ascontiguousarray(w_hh.array.T)
        inner = np.empty((steps, batch, n), gates.dtype)  # h's part of n before the reset
        out = np.empty((steps, batch, n), gates.dtype)
        for t in range(steps):
            a, b = gates[t], h @ turned
            if b_hh.array is not None:
                b += b_hh.array
            a[:, : 2 * n] += b[:, : 2 * n]
            logistic(a[:, : 2 * n])
            inner[t] = b[:, 2 * n :]
            a[:, 2 * n :] += a[:, :n] * b[:, 2 * n :]
            np.tanh(a[:, 2 * n :], out=a[:, 2 * n :])
            z = a[:, n : 2 * n]
            out[t] = a[:, 2 * n :] + z * (h - a[:, 2 * n :])
            h = out[t]
        self.save_for_backward(x, h0, w_ih, w_hh, b_ih, b_hh, constant(gates), constant(inner))
        return out

    def backward(self, g: Any, *kept: Any) -> Any:
        if isinstance(g, TensorBase):
            return replay(self, gru_steps, g, kept[:6])
        x, h0, w_ih, w_hh, _, _, gates, inner, out = kept
        before = np.concatenate([h0[None], out[:-1]])
        da, db, dh = gru_through_time(g, before, w_hh, gates, inner)
        rows = da.shape[0] * da.shape[1]
        a, b = da.reshape(rows, -1), db.reshape(rows, -1)
        return ((a @ w_ih).reshape(x.shape) if self.wants(0) else None, dh,
                a.T @ x.reshape(rows, -1), b.T @ before.reshape(rows, -1),
                a.sum(axis=0) if self.wants(4) else None, b.sum(axis=0) if self.wants(5) else None)


def gru_through_time(g: Any, before: Any, w_hh: Any, gates: Any,
                     inner: Any) -> tuple[Any, Any, Any]:
    """Gradients of a_t and b_t (each (T, B, 3 H)) and of h_0."""
    steps, _, wide = gates.shape
    n = wide // 3
    da, db = np.empty_like(gates), np.empty_like(gates)
    dh = np.zeros_like(before[0])
    for t in range(steps - 1, -1, -1):
        r, z, u = (gates[t, :, k * n : (k + 1) * n] for k in range(3))
        dh = dh + g[t]
        du = dh * (1 - z) * (1 - u * u)
        da[t, :, :n] = du * inner[t] * (r * (1 - r))
        da[t, :, n : 2 * n] = dh * (before[t] - u) * (z * (1 - z))
        da[t, :, 2 * n :] = du
        db[t] = da[t]
        db[t, :, 2 * n :] *= r
        dh = dh * z + db[t] @ w_hh
    return da, db, dh


def gru_steps(inputs: tuple[Any, ...]) -> Any:
    """The layer step by step: what `GRU` computes, in operations of their own."""
    x, h, w_ih, w_hh, b_ih, b_hh = inputs
    out = []
    for x_t in unbind(x):
        h = gru_cell(x_t, h, w_ih, w_hh, b_ih, b_hh)
        out.append(h)
    return stack(out)


def gru_cell(x: "Tensor", h: "Tensor", w_ih: "Tensor", w_hh: "Tensor", b_ih: "Tensor | None",
             b_hh: "Tensor | None") -> "Tensor":
    """One step of `GRU`: the next h (B, H)."""
    a_r, a_z, a_n = chunk(linear(x, w_ih, b_ih), 3, -1)
    b_r, b_z, b_n = chunk(linear(h, w_hh, b_hh), 3, -1)
    z = sigmoid(a_z + b_z)
    new = tanh(a_n + sigmoid(a_r + b_r) * b_n)
    return (1 - z) * new + z * h


def lstm(x: "Tensor", h0: "Tensor", c0: "Tensor", w_ih: "Tensor", w_hh: "Tensor",
         b_ih: "Tensor | None", b_hh: "Tensor | None") -> tuple["Tensor", "Tensor"]:
    """All h (T, B, H) and the last c (1, B, H) of x (T, B, I); weights (4 H, I) and (4 H, H)."""
    absent = [NOTHING if b is None else b for b in (b_ih, b_hh)]
    out = LSTM.apply(x, h0, c0, w_ih, w_hh, *absent)
    return out[:-1], out[-1:]


def gru(x: "Tensor", h0: "Tensor", w_ih: "Tensor", w_hh: "Tensor", b_ih: "Tensor | None",
        b_hh: "Tensor | None") -> "Tensor":
    """All h (T, B, H) of x (T, B, I); weights (3 H, I) and (3 H, H)."""
    return GRU.apply(x, h0, w_ih, w_hh, *[NOTHING if b is None else b for b in (b_ih, b_hh)])
