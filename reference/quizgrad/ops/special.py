"""More elementwise functions: erf and the functions built from those of `math`; rounding.

What other operations express exactly is written as such and differentiates itself.
"""

import math as scalar_math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from ..function import Function, TensorBase, wrap
from . import arithmetic, math
from .common import exp

if TYPE_CHECKING:
    from ..tensor import Tensor

# Rational approximations of erf and erfc, relative error below 1e-18 before rounding:
# W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969).
NEAR_TOP = (3.16112374387056560e00, 1.13864154151050156e02, 3.77485237685302021e02,
            3.20937758913846947e03, 1.85777706184603153e-1)
NEAR_BOTTOM = (2.36012909523441209e01, 2.44024637934444173e02, 1.28261652607737228e03,
               2.84423683343917062e03)
MID_TOP = (5.64188496988670089e-1, 8.88314979438837594e0, 6.61191906371416295e01,
           2.98635138197400131e02, 8.81952221241769090e02, 1.71204761263407058e03,
           2.05107837782607147e03, 1.23033935479799725e03, 2.15311535474403846e-8)
MID_BOTTOM = (1.57449261107098347e01, 1.17693950891312499e02, 5.37181101862009858e02,
              1.62138957456669019e03, 3.29079923573345963e03, 4.36261909014324716e03,
              3.43936767414372164e03, 1.23033935480374942e03)
FAR_TOP = (3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1,
           1.60837851487422766e-2, 6.58749161529837803e-4, 1.63153871373020978e-2)
FAR_BOTTOM = (2.56852019228982242e00, 1.87295284992346725e00, 5.27905102951428412e-1,
              6.05183413124413191e-2, 2.33520497626869185e-3)


def ratio(z: Any, top: tuple[float, ...], bottom: tuple[float, ...]) -> Any:
    """Cody's quotient: the last coefficient of `top` leads, `bottom` is monic."""
    p, q = top[-1] * z, z
    for a, b in zip(top[:-2], bottom[:-1], strict=True):
        p, q = (p + a) * z, (q + b) * z
    return (p + top[-2]) / (q + bottom[-1])


def erf_array(x: Any) -> Any:
    """erf of a float array, to its precision."""
    a = np.asarray(x, np.float64)
    y = np.abs(a)
    out = np.empty_like(y)
    near, far = y <= 0.46875, y > 4.0
    mid = ~near & ~far  # where y is nan too: nan passes through
    out[near] = y[near] * ratio(y[near] ** 2, NEAR_TOP, NEAR_BOTTOM)
    out[mid] = 1 - np.exp(-(y[mid] ** 2)) * ratio(y[mid], MID_TOP, MID_BOTTOM)
    z = 1 / np.minimum(y[far], 30.0) ** 2
    tail = (1 / scalar_math.sqrt(scalar_math.pi) - z * ratio(z, FAR_TOP, FAR_BOTTOM)) * np.sqrt(z)
    out[far] = 1 - np.exp(-1 / z) * tail
    return np.copysign(out, a).astype(np.asarray(x).dtype)[()]


class Erf(Function):
    """out = erf x = 2 / sqrt(pi) times the integral of e**-t**2 from 0 to x;  dx by that."""

    __slots__ = ()

    def forward(self, x: TensorBase) -> Any:
        self.save_for_backward(x)
        return erf_array(x.array)

    def backward(self, g: Any, x: Any) -> Any:
        return (g * (exp(-(x * x)) * (2 / scalar_math.sqrt(scalar_math.pi))),)


class Atan(Function):
    """out = arctan x;  dx = g / (1 + x**2)."""

    __slots__ = ()

    def forward(self, x: TensorBase) -> Any:
        self.save_for_backward(x)
        return np.arctan(x.array)

    def backward(self, g: Any, x: Any) -> Any:
        return (g / (x * x + 1),)


class Step(Function):
    """out = a function of x that is constant between its jumps;  dx = 0."""

    __slots__ = ()

    def forward(self, x: TensorBase, kind: Callable[[Any], Any]) -> Any:
        return kind(x.array)

    def backward(self, g: Any) -> Any:
        return (g * 0,)


def erf(input: "Tensor") -> "Tensor":
    """The error function, elementwise."""
    return Erf.apply(math.floating(input))


def atan(input: "Tensor") -> "Tensor":
    """Arc tangent, elementwise."""
    return Atan.apply(math.floating(input))


def tan(input: "Tensor") -> "Tensor":
    """Tangent, elementwise."""
    return math.sin(input) / math.cos(input)


def sinh(input: "Tensor") -> "Tensor":
    """Hyperbolic sine, elementwise, exact near 0."""
    x = math.floating(input)
    return (math.expm1(x) - math.expm1(-x)) / 2


def cosh(input: "Tensor") -> "Tensor":
    """Hyperbolic cosine, elementwise."""
    x = math.floating(input)
    return (math.exp(x) + math.exp(-x)) / 2


def rsqrt(input: "Tensor") -> "Tensor":
    """1 / sqrt(input), elementwise."""
    return arithmetic.pow(math.floating(input), -0.5)


def reciprocal(input: "Tensor") -> "Tensor":
    """1 / input, elementwise."""
    return arithmetic.div(1.0, math.floating(input))


def log2(input: "Tensor") -> "Tensor":
    """Logarithm to the base 2, elementwise."""
    return math.log(input) * (1 / scalar_math.log(2))


def log10(input: "Tensor") -> "Tensor":
    """Logarithm to the base 10, elementwise."""
    return math.log(input) * (1 / scalar_math.log(10))


def stepped(input: "Tensor", kind: Callable[[Any], Any]) -> "Tensor":
    """A rounding; integers stay as they are."""
    if input.array.dtype.kind in "biu":
        return wrap(input.array)
    return Step.apply(input, kind=kind)


def floor(input: "Tensor") -> "Tensor":
    """The largest integer not above input; its gradient is 0."""
    return stepped(input, np.floor)


def ceil(input: "Tensor") -> "Tensor":
    """The smallest integer not below input; its gradient is 0."""
    return stepped(input, np.ceil)


def round(input: "Tensor") -> "Tensor":
    """The nearest integer, halves to the even one; its gradient is 0."""
    return stepped(input, np.round)


def trunc(input: "Tensor") -> "Tensor":
    """input without its fraction; its gradient is 0."""
    return stepped(input, np.trunc)


def lerp(input: "Tensor", end: "Tensor", weight: Any) -> "Tensor":
    """input + weight * (end - input)."""
    moved: Tensor = input + (end - input) * weight
    return moved


def logaddexp(input: "Tensor", other: "Tensor") -> "Tensor":
    """ln(e**input + e**other) without overflow, broadcast."""
    larger = arithmetic.maximum(input, other)
    gap = -math.abs(input - other)
    return larger + math.log1p(math.exp(gap))
