"""Reductions: sum, mean, var, std, logsumexp, all, any; and softmax. (`extreme.py`: max, min.)

`dim` is None (all), an int or several; `keepdim` keeps the reduced axes with size 1. NumPy's
names `axis` and `keepdims` are accepted by `sum` and `mean`, as in PyTorch.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from ..dtypes import int64, is_float, type_name
from ..function import Function, TensorBase, wrap
from .common import Dims, axes_of, axis_of, exp, expand, kept_shape, masked

if TYPE_CHECKING:
    from ..tensor import Tensor


class Reduction(Function):
    """Base of the reductions: remembers the axes, and stretches a gradient back over them."""

    __slots__ = ("axes", "in_shape")
    axes: tuple[int, ...]
    in_shape: tuple[int, ...]

    def remember(self, x: TensorBase, axes: tuple[int, ...]) -> Any:
        """Note what is reduced and return the array to reduce."""
        self.axes, self.in_shape = axes, x.array.shape
        return x.array

    def upright(self, value: Any) -> Any:
        """`value` of the output's shape with the reduced axes as size 1: it broadcasts."""
        return value.reshape(kept_shape(self.in_shape, self.axes))

    def count(self) -> int:
        """How many elements go into one result."""
        return int(np.prod([self.in_shape[a] for a in self.axes], dtype=np.int64))


class Sum(Reduction):
    """out = sum of x over the axes;  dx = g, repeated."""

    __slots__ = ()

    def forward(self, x: TensorBase, axes: tuple[int, ...], keepdim: bool) -> Any:
        return self.remember(x, axes).sum(axis=axes, keepdims=keepdim)

    def backward(self, g: Any) -> Any:
        return (expand(self.upright(g), self.in_shape),)


class Mean(Reduction):
    """out = mean of x over n elements;  dx = g / n, repeated."""

    __slots__ = ()

    def forward(self, x: TensorBase, axes: tuple[int, ...], keepdim: bool) -> Any:
        with np.errstate(all="ignore"):
            return self.remember(x, axes).sum(axis=axes, keepdims=keepdim) / dtype_count(self, x)

    def backward(self, g: Any) -> Any:
        return (expand(self.upright(g / self.count()), self.in_shape),)


class Var(Reduction):
    """out = sum (x - mean)**2 / (n - correction);  dx = g 2 (x - mean) / (n - correction)."""

    __slots__ = ("divisor",)
    divisor: float

    def forward(self, x: TensorBase, axes: tuple[int, ...], keepdim: bool,
                correction: float) -> Any:
        a = self.remember(x, axes)
        self.save_for_backward(x)
        self.divisor = self.count() - correction if self.count() > correction else 0
        with np.errstate(all="ignore"):
            centred = a - a.mean(axis=axes, keepdims=True)
            total = (centred * centred).sum(axis=axes, keepdims=keepdim)
            return total / a.dtype.type(self.divisor)

    def backward(self, g: Any, x: Any) -> Any:
        mean = x.sum(axis=self.axes, keepdims=True) / self.count()
        with np.errstate(all="ignore"):
            scale = np.float64(2) / self.divisor
        return (self.upright(g) * ((x - mean) * float(scale)),)


class SafeSqrt(Function):
    """out = sqrt x;  dx = g / (2 out), and 0 where out = 0: for std and norms (PyTorch)."""

    __slots__ = ()
    keeps_output = True

    def forward(self, x: TensorBase) -> Any:
        with np.errstate(all="ignore"):
            return np.sqrt(x.array)

    def backward(self, g: Any, out: Any) -> Any:
        numbers = out.array if isinstance(out, TensorBase) else out
        return (masked(g / (out * 2), numbers != 0),)


class LogSumExp(Reduction):
    """out = m + ln sum e**(x - m), m = max x;  dx = g e**(x - out)."""

    __slots__ = ()
    keeps_output = True

    def forward(self, x: TensorBase, axes: tuple[int, ...], keepdim: bool) -> Any:
        a = self.remember(x, axes)
        self.save_for_backward(x)
        top = a.max(axis=axes, keepdims=True) if a.size else np.zeros((), a.dtype)
        top = np.where(np.isfinite(top), top, np.zeros((), a.dtype))
        with np.errstate(all="ignore"):
            total = np.log(np.exp(a - top).sum(axis=axes, keepdims=True)) + top
        return total if keepdim else total.reshape(
            [n for i, n in enumerate(self.in_shape) if i not in axes])

    def backward(self, g: Any, x: Any, out: Any) -> Any:
        return (self.upright(g) * exp(x - self.upright(out)),)


class Softmax(Function):
    """out = e**x / sum e**x;  dx = out (g - sum g out)."""

    __slots__ = ("axis",)
    keeps_output = True
    axis: int

    def forward(self, x: TensorBase, axis: int) -> Any:
        self.axis = axis
        with np.errstate(all="ignore"):
            out = np.exp(x.array - top_of(x.array, axis))
            return out / out.sum(axis=axis, keepdims=True) if out.ndim else out

    def backward(self, g: Any, out: Any) -> Any:
        axes = (self.axis,) if len(out.shape) else ()
        return (out * (g - (g * out).sum(axis=axes, keepdims=True) if axes else g - g),)


class LogSoftmax(Function):
    """out = x - logsumexp x;  dx = g - e**out sum g."""

    __slots__ = ("axis",)
    keeps_output = True
    axis: int

    def forward(self, x: TensorBase, axis: int) -> Any:
        self.axis = axis
        with np.errstate(all="ignore"):
            out = x.array - top_of(x.array, axis)
            return out - np.log(np.exp(out).sum(axis=axis, keepdims=True)) if out.ndim else out

    def backward(self, g: Any, out: Any) -> Any:
        if not len(out.shape):
            return (g - g,)
        return (g - exp(out) * g.sum(axis=(self.axis,), keepdims=True),)


def top_of(a: Any, axis: int) -> Any:
    """The maximum along `axis`, kept: subtracting it keeps exp from overflowing."""
    return a.max(axis=axis, keepdims=True) if a.ndim and a.size else a


def dtype_count(node: Reduction, x: TensorBase) -> Any:
    """The number of reduced elements, in x's dtype."""
    return x.array.dtype.type(node.count())


def require_float(input: "Tensor", name: str) -> None:
    """Refuse integers and bools where PyTorch does."""
    if not is_float(input.array.dtype):
        raise RuntimeError(
            f"{name}(): could not infer output dtype. Input dtype must be either a floating point"
            f" or complex dtype. Got: {type_name(input.array.dtype)}; convert with `.float()`")


def sum(input: "Tensor", dim: Dims = None, keepdim: bool = False, *, axis: Dims = None,
        keepdims: bool = False, dtype: Any = None) -> "Tensor":
    """Sum over `dim`; integers and bools are summed as int64."""
    if dtype is not None or input.array.dtype.kind in "biu":
        input = input.to(dtype or int64)
    axes = axes_of(dim if axis is None else axis, input.array.ndim)
    return Sum.apply(input, axes=axes, keepdim=keepdim or keepdims)


def mean(input: "Tensor", dim: Dims = None, keepdim: bool = False, *, axis: Dims = None,
         keepdims: bool = False) -> "Tensor":
    """Mean over `dim`; RuntimeError for integers."""
    require_float(input, "mean")
    axes = axes_of(dim if axis is None else axis, input.array.ndim)
    return Mean.apply(input, axes=axes, keepdim=keepdim or keepdims)


def var(input: "Tensor", dim: Dims = None, unbiased: bool | None = None, keepdim: bool = False, *,
        correction: float | None = None) -> "Tensor":
    """Variance over `dim`, divided by n - correction (Bessel's 1 by default, as in PyTorch).

    `var(False)` means `var(unbiased=False)`: correction 0.
    """
    if not is_float(input.array.dtype):
        raise RuntimeError("std and var only support floating point and complex dtypes; convert"
                           " with `.float()`")
    if isinstance(dim, bool):
        dim, unbiased = None, dim
    if correction is None:
        correction = 1 if unbiased is None else int(unbiased)
    axes = axes_of(dim, input.array.ndim)
    return Var.apply(
        input, axes=axes, keepdim=keepdim, correction=correction)


def std(input: "Tensor", dim: Dims = None, unbiased: bool | None = None, keepdim: bool = False, *,
        correction: float | None = None) -> "Tensor":
    """Square root of `var`; its gradient is 0 where it is 0."""
    spread = var(input, dim, unbiased, keepdim, correction=correction)
    return SafeSqrt.apply(spread)


def logsumexp(input: "Tensor", dim: Dims, keepdim: bool = False) -> "Tensor":
    """ln of the sum of e ** input over `dim`, without overflow."""
    axes = axes_of(dim, input.array.ndim)
    return LogSumExp.apply(input, axes=axes, keepdim=keepdim)


def softmax(input: "Tensor", dim: int, dtype: Any = None) -> "Tensor":
    """e**x / sum e**x along `dim`, without overflow; NotImplementedError for integers."""
    input = input if dtype is None else input.to(dtype)
    axis = axis_of(dim, input.array.ndim)
    refuse_integers(input, "softmax")
    return Softmax.apply(input, axis=axis)


def refuse_integers(input: "Tensor", name: str) -> None:
    """NotImplementedError, as PyTorch has it."""
    if not is_float(input.array.dtype):
        raise NotImplementedError(f"\"{name}_lastdim_kernel_impl\" not implemented for"
                                  f" '{type_name(input.array.dtype)}'; convert with `.float()`")


def log_softmax(input: "Tensor", dim: int, dtype: Any = None) -> "Tensor":
    """ln softmax along `dim`, without overflow; NotImplementedError for integers."""
    input = input if dtype is None else input.to(dtype)
    axis = axis_of(dim, input.array.ndim)
    refuse_integers(input, "log_softmax")
    return LogSoftmax.apply(input, axis=axis)


def all(input: "Tensor", dim: int | None = None, keepdim: bool = False) -> "Tensor":
    """Whether every element is true (non-zero), as a bool Tensor."""
    return wrap(np.all(input.array, axis=dim, keepdims=keepdim))


def any(input: "Tensor", dim: int | None = None, keepdim: bool = False) -> "Tensor":
    """Whether some element is true (non-zero), as a bool Tensor."""
    return wrap(np.any(input.array, axis=dim, keepdims=keepdim))
