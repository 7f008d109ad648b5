"""The recurrent layer as one node: a loop over time without a node per step.

The input's product is done for all steps at once, and so are the gradients of the weights.
When backward itself is recorded, the layer is replayed from single operations.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from ..engine import grad
from ..function import NOTHING, Function, TensorBase, enable_grad
from .linalg import linear
from .math import relu, tanh
from .shape import stack, unbind

if TYPE_CHECKING:
    from ..tensor import Tensor


class Recurrent(Function):
    """h_t = f(x_t w_ih^T + b_ih + h_{t-1} w_hh^T + b_hh), f = tanh or relu, for all t.

    With d_t = (g_t + d_{t+1} w_hh) f'(h_t):  dx_t = d_t w_ih, dw_ih = sum d_t^T x_t,
    dw_hh = sum d_t^T h_{t-1}, db = sum d_t, dh_0 = d_1 w_hh.
    """

    __slots__ = ("is_relu",)
    fresh = True
    keeps_output = True
    is_relu: bool

    def forward(self, x: TensorBase, h0: TensorBase, w_ih: TensorBase, w_hh: TensorBase,
                b_ih: TensorBase, b_hh: TensorBase, is_relu: bool) -> Any:
        self.is_relu = is_relu
        self.save_for_backward(x, h0, w_ih, w_hh, b_ih, b_hh)
        steps, batch, width = x.array.shape
        out = x.array.reshape(steps * batch, width) @ w_ih.array.T
        if b_ih.array is not None:
            out += b_ih.array + b_hh.array
        out = out.reshape(steps, batch, -1)
        h, turned = h0.array, np.ascontiguousarray(w_hh.array.T)
        room = np.empty_like(h)
        for h_next in out:
            h_next += np.matmul(h, turned, out=room)
            h = np.maximum(h_next, 0, out=h_next) if is_relu else np.tanh(h_next, out=h_next)
        return out

    def backward(self, g: Any, x: Any, h0: Any, w_ih: Any, w_hh: Any, b_ih: Any, b_hh: Any,
                 out: Any) -> Any:
        if isinstance(g, TensorBase):
            return self.replayed(g, x, h0, w_ih, w_hh, b_ih, b_hh)
        steps, batch, hidden = out.shape
        d = (out > 0).astype(out.dtype) if self.is_relu else 1 - out * out
        d *= g  # becomes d_t, from the last step to the first
        slope = np.empty((batch, hidden), out.dtype)
        for t in range(steps - 2, -1, -1):
            carried = np.matmul(d[t + 1], w_hh)
            if self.is_relu:
                d[t] += carried * (out[t] > 0)
            else:
                np.multiply(out[t], out[t], out=slope)
                np.subtract(1, slope, out=slope)
                d[t] += np.multiply(carried, slope, out=carried)
        flat = d.reshape(steps * batch, hidden)
        before = np.concatenate([h0[None], out[:-1]]).reshape(steps * batch, hidden)
        db = flat.sum(axis=0) if self.wants(4) or self.wants(5) else None
        return ((flat @ w_ih).reshape(x.shape) if self.wants(0) else None,
                d[0] @ w_hh if self.wants(1) else None,
                flat.T @ x.reshape(steps * batch, -1) if self.wants(2) else None,
                flat.T @ before if self.wants(3) else None,
                db, db.copy() if db is not None and self.wants(5) else None)

    def replayed(self, g: Any, *inputs: Any) -> Any:
        """The same gradients with a graph of their own: from the layer in single operations."""
        with enable_grad():
            out = single_steps(inputs, self.is_relu)
            wanted = [i for i in range(6) if self.wants(i)]
            found = grad(out, [inputs[i] for i in wanted], g, create_graph=True)
        grads: list[Any] = [None] * 6
        for i, value in zip(wanted, found, strict=True):
            grads[i] = value
        return tuple(grads)


def single_steps(inputs: tuple[Any, ...], is_relu: bool) -> Any:
    """The layer step by step: what `Recurrent` computes, in operations of their own."""
    x, h, w_ih, w_hh, b_ih, b_hh = inputs
    out = []
    for x_t in unbind(x):
        h = linear(x_t, w_ih, b_ih) + linear(h, w_hh, b_hh)
        h = relu(h) if is_relu else tanh(h)
        out.append(h)
    return stack(out)


def recurrent(x: "Tensor", h0: "Tensor", w_ih: "Tensor", w_hh: "Tensor", b_ih: "Tensor | None",
              b_hh: "Tensor | None", is_relu: bool = False) -> "Tensor":
    """All hidden states (T, B, H) of x (T, B, I) from h0 (B, H); weights (H, I) and (H, H)."""
    return Recurrent.apply(
        x, h0, w_ih, w_hh, NOTHING if b_ih is None else b_ih, NOTHING if b_hh is None else b_hh,
        is_relu=is_relu)
