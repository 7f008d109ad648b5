"""Norms: (sum |x|**p)**(1/p), with the gradient 0 where they are 0 (PyTorch)."""

from typing import TYPE_CHECKING, Any

import numpy as np

from ..function import TensorBase, is_tensor, wrap
from .arithmetic import bare
from .common import Dims, axes_of, masked
from .extreme import amax, amin
from .reduce import Reduction, SafeSqrt, sum

if TYPE_CHECKING:
    from ..tensor import Tensor


class PowerSum(Reduction):
    """out = (sum |x|**p)**(1/p);  dx = g sign(x) |x|**(p-1) out**(1-p), 0 where x or out is 0."""

    __slots__ = ("p",)
    keeps_output = True
    p: float

    def forward(self, x: TensorBase, axes: tuple[int, ...], keepdim: bool, p: float) -> Any:
        self.p = p
        self.save_for_backward(x)
        with np.errstate(all="ignore"):
            return (np.abs(self.remember(x, axes)) ** p).sum(axis=axes, keepdims=keepdim) ** (1 / p)

    def backward(self, g: Any, x: Any, out: Any) -> Any:
        size, whole = abs_value(x), self.upright(out)
        full = bare(size) * (bare(whole) != 0) != 0
        safe = where_value(full, size)
        sign = np.sign(bare(x))
        rule = self.upright(g) * sign * safe ** (self.p - 1) * whole ** (1 - self.p)
        return (masked(rule, full),)


def abs_value(x: Any) -> Any:
    """|x| for an array or a Tensor."""
    return x.abs() if is_tensor(x) else np.abs(x)


def where_value(mask: Any, x: Any) -> Any:
    """x where mask holds, else 1: a base for powers."""
    return masked(x, mask) + (~mask).astype(x.dtype)


def norm(input: "Tensor", p: float | str = 2, dim: Dims = None,
         keepdim: bool = False) -> "Tensor":
    """(sum |x|**p)**(1/p) over `dim`; p = 0 counts, inf and -inf pick; its gradient at 0 is 0."""
    if p in (2, "fro"):
        return SafeSqrt.apply(sum(input * input, dim, keepdim))
    if p == 1:
        return sum(input.abs(), dim, keepdim)
    if isinstance(p, str):
        raise RuntimeError(f"norm: expected `p` to be a number or 'fro', got {p!r}")
    if p in (float("inf"), -float("inf")):
        return (amax if p > 0 else amin)(input.abs(), dim, keepdim)
    if p == 0:
        return sum(input * 0 + wrap((input.array != 0).astype(input.array.dtype)), dim, keepdim)
    return PowerSum.apply(input, axes=axes_of(dim, input.array.ndim), keepdim=keepdim, p=float(p))
