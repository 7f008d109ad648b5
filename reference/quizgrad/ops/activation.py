"""Activation functions, each from operations that differentiate themselves.

Where a formula has two branches the branch not taken is kept from overflowing, so that its
gradient, multiplied by zero, is zero and not nan.
"""

import math as scalar_math
from typing import TYPE_CHECKING

from . import math
from .arithmetic import minimum, where
from .reduce import softmax
from .shape import chunk
from .special import erf

if TYPE_CHECKING:
    from ..tensor import Tensor

SELU_ALPHA, SELU_SCALE = 1.6732632423543772848170429916717, 1.0507009873554804934193349852946


def leaky_relu(input: "Tensor", negative_slope: float = 0.01) -> "Tensor":
    """input where positive, else negative_slope * input; the gradient at 0 is the slope."""
    return where(input > 0, input, input * negative_slope)


def elu(input: "Tensor", alpha: float = 1.0) -> "Tensor":
    """input where positive, else alpha (e**input - 1)."""
    return where(input > 0, input, math.expm1(minimum(input, input.detach() * 0)) * alpha)


def selu(input: "Tensor") -> "Tensor":
    """scale * elu(input, alpha) (Klambauer et al. 2017)."""
    return elu(input, SELU_ALPHA) * SELU_SCALE


def gelu(input: "Tensor", approximate: str = "none") -> "Tensor":
    """input * Phi(input), Phi the normal distribution function (Hendrycks and Gimpel 2016).

    approximate="tanh" uses 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x**3))).
    """
    if approximate == "tanh":
        inner = (input + input**3 * 0.044715) * scalar_math.sqrt(2 / scalar_math.pi)
        return input * 0.5 * (math.tanh(inner) + 1)
    if approximate != "none":
        raise RuntimeError("approximate argument must be either none or tanh.")
    return input * 0.5 * (erf(input * scalar_math.sqrt(0.5)) + 1)


def silu(input: "Tensor") -> "Tensor":
    """input * sigmoid(input), also called swish."""
    return input * math.sigmoid(input)


def softplus(input: "Tensor", beta: float = 1.0, threshold: float = 20.0) -> "Tensor":
    """ln(1 + e**(beta input)) / beta; input itself where beta * input > threshold."""
    scaled = input * beta
    low = minimum(scaled, scaled.detach() * 0 + threshold)
    return where(scaled > threshold, input, math.log1p(math.exp(low)) / beta)


def logsigmoid(input: "Tensor") -> "Tensor":
    """ln sigmoid(input) = min(input, 0) - ln(1 + e**-|input|), without overflow."""
    return minimum(input, input.detach() * 0) - math.log1p(math.exp(-math.abs(input)))


def mish(input: "Tensor") -> "Tensor":
    """input * tanh(softplus(input)) (Misra 2019)."""
    return input * math.tanh(softplus(input))


def hardtanh(input: "Tensor", min_val: float = -1.0, max_val: float = 1.0) -> "Tensor":
    """input limited to [min_val, max_val]; the gradient is 0 at both bounds."""
    inside = (input > min_val) & (input < max_val)
    return where(inside, input, math.clamp(input.detach(), min_val, max_val))


def relu6(input: "Tensor") -> "Tensor":
    """min(max(input, 0), 6)."""
    return hardtanh(input, 0.0, 6.0)


def softsign(input: "Tensor") -> "Tensor":
    """input / (1 + |input|)."""
    return input / (math.abs(input) + 1)


def tanhshrink(input: "Tensor") -> "Tensor":
    """input - tanh(input)."""
    return input - math.tanh(input)


def glu(input: "Tensor", dim: int = -1) -> "Tensor":
    """a * sigmoid(b) for the halves a and b of input along `dim`."""
    a, b = chunk(input, 2, dim)
    return a * math.sigmoid(b)


def softmin(input: "Tensor", dim: int) -> "Tensor":
    """softmax of -input along `dim`."""
    return softmax(-input, dim)


def normalize(input: "Tensor", p: float = 2.0, dim: int = 1, eps: float = 1e-12) -> "Tensor":
    """input over its norm along `dim`, the norm at least eps."""
    size = input.norm(p, dim, keepdim=True)
    return input / math.clamp(size, min=eps)


def cosine_similarity(x1: "Tensor", x2: "Tensor", dim: int = 1, eps: float = 1e-8) -> "Tensor":
    """x1 . x2 / (|x1| |x2|) along `dim`, each norm at least eps."""
    shape = (x1.detach() * x2.detach()).shape
    x1, x2 = x1.expand(shape), x2.expand(shape)
    one, two = (math.clamp(x.norm(2, dim, keepdim=True), min=eps) for x in (x1, x2))
    return (x1 / one * (x2 / two)).sum(dim)
