"""Elementwise functions of one tensor: exp, log, sqrt, tanh, sigmoid, relu, abs, clamp, ..."""

from typing import TYPE_CHECKING, Any

import numpy as np

from ..dtypes import get_default_dtype, is_float
from ..function import Function, TensorBase, is_tensor, wrap
from . import common
from .common import constant

if TYPE_CHECKING:
    from ..tensor import Tensor


class Exp(Function):
    """out = e**x;  dx = g out."""

    __slots__ = ()
    keeps_output = True

    def forward(self, x: TensorBase) -> Any:
        with np.errstate(all="ignore"):
            return np.exp(x.array)

    def backward(self, g: Any, out: Any) -> Any:
        return (g * out,)


class Expm1(Function):
    """out = e**x - 1, exact near 0;  dx = g (out + 1)."""

    __slots__ = ()
    keeps_output = True

    def forward(self, x: TensorBase) -> Any:
        with np.errstate(all="ignore"):
            return np.expm1(x.array)

    def backward(self, g: Any, out: Any) -> Any:
        return (g * (out + 1),)


class Log(Function):
    """out = ln x;  dx = g / x."""

    __slots__ = ()

    def forward(self, x: TensorBase) -> Any:
        self.save_for_backward(x)
        with np.errstate(all="ignore"):
            return np.log(x.array)

    def backward(self, g: Any, x: Any) -> Any:
        return (g / x,)


class Log1p(Function):
    """out = ln(1 + x), exact near 0;  dx = g / (1 + x)."""

    __slots__ = ()

    def forward(self, x: TensorBase) -> Any:
        self.save_for_backward(x)
        with np.errstate(all="ignore"):
            return np.log1p(x.array)

    def backward(self, g: Any, x: Any) -> Any:
        return (g / (x + 1),)


class Sqrt(Function):
    """out = sqrt x;  dx = g / (2 out)."""

    __slots__ = ()
    keeps_output = True

    def forward(self, x: TensorBase) -> Any:
        with np.errstate(all="ignore"):
            return np.sqrt(x.array)

    def backward(self, g: Any, out: Any) -> Any:
        return (g / (out * 2),)


class Sin(Function):
    """out = sin x;  dx = g cos x."""

    __slots__ = ()

    def forward(self, x: TensorBase) -> Any:
        self.save_for_backward(x)
        return np.sin(x.array)

    def backward(self, g: Any, x: Any) -> Any:
        return (g * common.cos(x),)


class Cos(Function):
    """out = cos x;  dx = -g sin x."""

    __slots__ = ()

    def forward(self, x: TensorBase) -> Any:
        self.save_for_backward(x)
        return np.cos(x.array)

    def backward(self, g: Any, x: Any) -> Any:
        return (-g * common.sin(x),)


class Tanh(Function):
    """out = tanh x;  dx = g (1 - out**2)."""

    __slots__ = ()
    keeps_output = True

    def forward(self, x: TensorBase) -> Any:
        return np.tanh(x.array)

    def backward(self, g: Any, out: Any) -> Any:
        return (g * (1 - out * out),)


class Sigmoid(Function):
    """out = 1 / (1 + e**-x);  dx = g out (1 - out)."""

    __slots__ = ()
    keeps_output = True

    def forward(self, x: TensorBase) -> Any:
        # e**-|x| cannot overflow; for x < 0 the quotient is multiplied by e**x.
        small = np.exp(-np.abs(x.array))
        return np.where(x.array < 0, small, np.ones((), x.array.dtype)) / (1 + small)

    def backward(self, g: Any, out: Any) -> Any:
        return (g * (out * (1 - out)),)


class Relu(Function):
    """out = max(x, 0);  dx = g where out > 0, so relu'(0) = 0 (PyTorch)."""

    __slots__ = ()
    keeps_output = True

    def forward(self, x: TensorBase) -> Any:
        return np.maximum(x.array, x.array.dtype.type(0))

    def backward(self, g: Any, out: Any) -> Any:
        return (g * (out > 0),)


class Abs(Function):
    """out = |x|;  dx = g sign x, so abs'(0) = 0 (PyTorch)."""

    __slots__ = ()

    def forward(self, x: TensorBase) -> Any:
        if x.array.dtype.kind == "b":
            raise NotImplementedError("\"abs_cpu\" not implemented for 'Bool'")
        self.save_for_backward(x)
        return np.abs(x.array)

    def backward(self, g: Any, x: Any) -> Any:
        return (g * sign_of(x.array if is_tensor(x) else x),)


class Clamp(Function):
    """out = min(max(x, low), high);  dx = g inside and at both bounds (PyTorch)."""

    __slots__ = ()

    def forward(self, x: TensorBase, low: float | None, high: float | None) -> Any:
        a = x.array
        inside = np.ones(a.shape, bool) if low is None else a >= low
        self.save_for_backward(constant(inside if high is None else inside & (a <= high)))
        out = a if low is None else np.maximum(a, a.dtype.type(low))
        return out if high is None else np.minimum(out, a.dtype.type(high))

    def backward(self, g: Any, inside: Any) -> Any:
        return (g * inside,)


class Cast(Function):
    """out = x in another dtype;  dx = g in x's dtype (done by the walk)."""

    __slots__ = ()

    def forward(self, x: TensorBase, dtype: np.dtype[Any]) -> Any:
        return x.array.astype(dtype)

    def backward(self, g: Any) -> Any:
        return (g,)


class Clone(Function):
    """out = a copy of x;  dx = g."""

    __slots__ = ()

    def forward(self, x: TensorBase) -> Any:
        return np.array(x.array)

    def backward(self, g: Any) -> Any:
        return (g,)


def floating(x: "Tensor") -> "Tensor":
    """x, in the default float type if it holds integers or bools."""
    return x if is_float(x.array.dtype) else to(x, get_default_dtype())


def to(input: "Tensor", dtype: Any) -> "Tensor":
    """input in `dtype`; itself if it has it already. Not recorded for integer types."""
    dtype = np.dtype(dtype)
    if input.array.dtype == dtype:
        return input
    if not is_float(dtype):
        return wrap(input.array.astype(dtype))
    return Cast.apply(input, dtype=dtype)


def clone(input: "Tensor") -> "Tensor":
    """A copy with the same history: gradients flow through it."""
    return Clone.apply(input)


def exp(input: "Tensor") -> "Tensor":
    """e ** input, elementwise."""
    return Exp.apply(floating(input))


def expm1(input: "Tensor") -> "Tensor":
    """e ** input - 1, elementwise, exact near 0."""
    return Expm1.apply(floating(input))


def log(input: "Tensor") -> "Tensor":
    """Natural logarithm, elementwise; -inf at 0, nan below."""
    return Log.apply(floating(input))


def log1p(input: "Tensor") -> "Tensor":
    """ln(1 + input), elementwise, exact near 0."""
    return Log1p.apply(floating(input))


def sqrt(input: "Tensor") -> "Tensor":
    """Square root, elementwise; its gradient at 0 is inf."""
    return Sqrt.apply(floating(input))


def sin(input: "Tensor") -> "Tensor":
    """Sine, elementwise."""
    return Sin.apply(floating(input))


def cos(input: "Tensor") -> "Tensor":
    """Cosine, elementwise."""
    return Cos.apply(floating(input))


def tanh(input: "Tensor") -> "Tensor":
    """Hyperbolic tangent, elementwise."""
    return Tanh.apply(floating(input))


def sigmoid(input: "Tensor") -> "Tensor":
    """1 / (1 + e ** -input), elementwise, without overflow."""
    return Sigmoid.apply(floating(input))


def relu(input: "Tensor") -> "Tensor":
    """max(input, 0), elementwise; the gradient at 0 is 0. RuntimeError for bool."""
    if input.array.dtype.kind == "b":
        raise RuntimeError("Boolean inputs not supported for relu")
    return Relu.apply(input)


def abs(input: "Tensor") -> "Tensor":
    """|input|, elementwise; the gradient at 0 is 0."""
    return Abs.apply(input)


def clamp(input: "Tensor", min: Any = None, max: Any = None) -> "Tensor":
    """input limited to [min, max], numbers or Tensors; the gradient passes at both bounds.

    Raises RuntimeError if neither bound is given.
    """
    if min is None and max is None:
        raise RuntimeError("torch.clamp: At least one of 'min' or 'max' must not be None")
    if isinstance(min, TensorBase) or isinstance(max, TensorBase):
        from .arithmetic import where
        out = input if min is None else where(input < min, min, input)
        return out if max is None else where(out > max, max, out)
    return Clamp.apply(input, low=min, high=max)


def square(input: "Tensor") -> "Tensor":
    """input ** 2."""
    return input * input if input.array.dtype.kind == "b" else input**2


def sign_of(x: Any) -> Any:
    """-1, 0 or 1; 0 for nan (PyTorch)."""
    signs = np.sign(x)
    return np.where(np.isnan(x), 0, signs).astype(x.dtype) if x.dtype.kind == "f" else signs


def sign(input: "Tensor") -> "Tensor":
    """-1, 0 or 1, elementwise; its gradient is 0."""
    from .special import stepped
    if input.array.dtype.kind in "iu":
        return wrap(np.sign(input.array))
    return stepped(input, sign_of)


def isnan(input: "Tensor") -> "Tensor":
    """Where input is nan, as a bool Tensor."""
    return wrap(np.isnan(input.array))


def isfinite(input: "Tensor") -> "Tensor":
    """Where input is neither infinite nor nan, as a bool Tensor."""
    return wrap(np.isfinite(input.array))
