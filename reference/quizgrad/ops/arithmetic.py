"""Elementwise operations of two values: + - * / ** maximum minimum where, and comparisons.

`matched` gives both sides one dtype by PyTorch's promotion rules; the walk undoes broadcasting.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..dtypes import get_default_dtype, is_float, promote, scalar_dtype
from ..function import NOTHING, Function, TensorBase, wrap
from .common import constant, log, masked

if TYPE_CHECKING:
    from ..tensor import Tensor

Number = float | int | bool
Shape = tuple[int, ...]
Operand = Any  # Tensor, Python number, or something NumPy makes an array of


def as_operand(value: Operand, beside: TensorBase) -> "Tensor":
    """A number or array as a Tensor that can stand beside the Tensor `beside`."""
    if isinstance(value, TensorBase):
        return value  # type: ignore[return-value]  # every TensorBase made is a Tensor
    if isinstance(value, (bool, int, float)):
        return wrap(scalar_dtype(value, beside.array.dtype).type(value))
    if not isinstance(value, (np.ndarray, np.generic)):
        raise TypeError(f"unsupported operand: a Tensor and `{type(value).__name__}`;"
                        " expected a Tensor, a number or a NumPy array")
    return wrap(value)


def matched(a: Operand, b: Operand) -> tuple["Tensor", "Tensor"]:
    """`a` and `b` as Tensors of one dtype (PyTorch's `result_type`)."""
    if isinstance(a, TensorBase) and isinstance(b, TensorBase) and (
            a.array.dtype is b.array.dtype):
        return a, b  # type: ignore[return-value]  # every TensorBase made is a Tensor
    beside = a if isinstance(a, TensorBase) else b
    a, b = as_operand(a, beside), as_operand(b, beside)
    if a.array.dtype is not b.array.dtype:
        dtype = promote(a.array, b.array)
        a, b = a.to(dtype), b.to(dtype)
    return a, b


class Pairwise(Function):
    """Base of the broadcasting operations of two tensors."""

    __slots__ = ()

    @classmethod
    def explain(cls, inputs: Sequence[Any], error: ValueError) -> RuntimeError:
        """PyTorch's words for shapes that do not broadcast."""
        one, two = (t.array.shape for t in inputs[:2])
        return unequal(cls.__name__.lower(), one, two) or super().explain(inputs, error)


def unequal(name: str, one: Shape, two: Shape) -> RuntimeError | None:
    """PyTorch's words for two shapes that do not broadcast; None for two that do."""
    for i in range(1, min(len(one), len(two)) + 1):
        if one[-i] != two[-i] and 1 not in (one[-i], two[-i]):
            return RuntimeError(
                f"The size of tensor a ({one[-i]}) must match the size of tensor b"
                f" ({two[-i]}) at non-singleton dimension {max(len(one), len(two)) - i}"
                f" (`{name}` of shapes {list(one)} and {list(two)}; sizes are"
                " compared from the last dimension, and must be equal or 1)")
    return None


def check_shapes(*tensors: TensorBase) -> None:
    """RuntimeError, in PyTorch's words, unless all tensors broadcast together."""
    shape: Shape = ()
    for t in tensors:
        if wrong := unequal("where", shape, t.array.shape):
            raise wrong
        shape = np.broadcast_shapes(shape, t.array.shape)


class Add(Pairwise):
    """out = a + b;  da = g, db = g."""

    __slots__ = ()

    def forward(self, a: TensorBase, b: TensorBase) -> Any:
        return a.array + b.array

    def backward(self, g: Any) -> Any:
        return g, g


class Sub(Pairwise):
    """out = a - b;  da = g, db = -g."""

    __slots__ = ()

    def forward(self, a: TensorBase, b: TensorBase) -> Any:
        return a.array - b.array

    def backward(self, g: Any) -> Any:
        return g, -g if self.wants(1) else None


class Mul(Pairwise):
    """out = a b;  da = g b, db = g a."""

    __slots__ = ()

    def forward(self, a: TensorBase, b: TensorBase) -> Any:
        self.kept = (a if b.needs else NOTHING, b if a.needs else NOTHING)
        return a.array * b.array

    def backward(self, g: Any, a: Any, b: Any) -> Any:
        return None if b is None else g * b, None if a is None else g * a


class Div(Pairwise):
    """out = a / b;  da = g / b, db = -g a / b**2."""

    __slots__ = ()

    def forward(self, a: TensorBase, b: TensorBase) -> Any:
        self.save_for_backward(a if b.needs else NOTHING, b)
        with np.errstate(all="ignore"):
            return a.array / b.array

    def backward(self, g: Any, a: Any, b: Any) -> Any:
        da = g / b
        return da, None if a is None else -da * (a / b)


class Pow(Pairwise):
    """out = a**b;  da = g b a**(b-1), db = g out log(a); 0 where b = 0, and for 0**b, b >= 0."""

    __slots__ = ()
    keeps_output = True

    def forward(self, a: TensorBase, b: TensorBase) -> Any:
        self.save_for_backward(a, b)
        with np.errstate(all="ignore"):
            return a.array**b.array

    def backward(self, g: Any, a: Any, b: Any, out: Any) -> Any:
        da = db = None
        if self.wants(0):
            da = masked(g * (b * a ** (b - 1)), np.broadcast_to(bare(b) != 0, out.shape))
        if self.wants(1):
            flat = (bare(a) == 0) & (bare(b) >= 0)
            db = masked(g * (out * log(a)), ~flat)
        return da, db


class PowNumber(Function):
    """out = x**n for a Python number n;  dx = g n x**(n-1), and 0 for n = 0."""

    __slots__ = ("n",)
    n: float

    def forward(self, x: TensorBase, n: float) -> Any:
        self.n = n
        self.save_for_backward(x)
        with np.errstate(all="ignore"):
            return x.array**n

    def backward(self, g: Any, x: Any) -> Any:
        n = self.n
        if n == 0:
            return (g * 0,)
        return (g * (x * 2 if n == 2 else n * x ** (n - 1)),)


class Neg(Function):
    """out = -x;  dx = -g."""

    __slots__ = ()

    def forward(self, x: TensorBase) -> Any:
        return -x.array

    def backward(self, g: Any) -> Any:
        return (-g,)


class Maximum(Pairwise):
    """out = max(a, b);  g goes to the larger, and half to each at a tie (PyTorch)."""

    __slots__ = ()

    def forward(self, a: TensorBase, b: TensorBase) -> Any:
        x, y = a.array, b.array
        if a.needs or b.needs:
            share = ((x > y) + 0.5 * (x == y)).astype(x.dtype)
            self.save_for_backward(constant(share))
        return np.maximum(x, y)

    def backward(self, g: Any, share: Any) -> Any:
        return g * share, g * (1 - share)


class Minimum(Maximum):
    """out = min(a, b);  g goes to the smaller, and half to each at a tie (PyTorch)."""

    __slots__ = ()

    def forward(self, a: TensorBase, b: TensorBase) -> Any:
        x, y = a.array, b.array
        if a.needs or b.needs:
            share = ((x < y) + 0.5 * (x == y)).astype(x.dtype)
            self.save_for_backward(constant(share))
        return np.minimum(x, y)


class Where(Function):
    """out = a where the condition holds, else b;  g is cut the same way."""

    __slots__ = ()

    def forward(self, a: TensorBase, b: TensorBase, condition: Any) -> Any:
        self.save_for_backward(constant(condition))
        return np.where(condition, a.array, b.array)

    def backward(self, g: Any, condition: Any) -> Any:
        return (masked(g, condition) if self.wants(0) else None,
                masked(g, ~condition) if self.wants(1) else None)


def bare(value: Any) -> Any:
    """The numbers of an array or a Tensor, for a mask."""
    return value.array if isinstance(value, TensorBase) else value


def add(input: Operand, other: Operand, *, alpha: Number = 1) -> "Tensor":
    """input + alpha * other, broadcast; RuntimeError if the shapes do not fit."""
    if alpha != 1:
        other = mul(other, alpha)
    return Add.apply(*matched(input, other))


def sub(input: Operand, other: Operand, *, alpha: Number = 1) -> "Tensor":
    """input - alpha * other, broadcast; RuntimeError if the shapes do not fit."""
    if alpha != 1:
        other = mul(other, alpha)
    a, b = matched(input, other)
    if a.array.dtype.kind == "b":
        raise RuntimeError("Subtraction, the `-` operator, with two bool tensors is not supported."
                           " Use the `^` or `logical_xor()` operator instead.")
    if any(isinstance(x, TensorBase) and x.array.dtype == np.bool_ for x in (input, other)):
        raise RuntimeError("Subtraction, the `-` operator, with a bool tensor is not supported. If"
                           " you are trying to invert a mask, use the `~` operator instead.")
    return Sub.apply(a, b)


def mul(input: Operand, other: Operand) -> "Tensor":
    """input * other, elementwise and broadcast; RuntimeError if the shapes do not fit."""
    return Mul.apply(*matched(input, other))


def div(input: Operand, other: Operand) -> "Tensor":
    """input / other, broadcast; integers give the default float type."""
    a, b = matched(input, other)
    if not is_float(a.array.dtype):
        a, b = a.to(get_default_dtype()), b.to(get_default_dtype())
    return Div.apply(a, b)


def pow(input: Operand, exponent: Operand) -> "Tensor":
    """input ** exponent, broadcast."""
    if all(not isinstance(x, TensorBase) or x.array.dtype == np.bool_ for x in (input, exponent)):
        raise NotImplementedError("\"pow\" not implemented for 'Bool'; convert with `.long()`")
    if isinstance(exponent, (int, float)) and isinstance(input, TensorBase):
        if not is_float(input.array.dtype) and isinstance(exponent, float):
            input, _ = matched(input, 1.0)
        return PowNumber.apply(input, n=exponent)
    return Pow.apply(*matched(input, exponent))


def neg(input: "Tensor") -> "Tensor":
    """-input; RuntimeError for bool."""
    if input.array.dtype.kind == "b":
        raise RuntimeError("Negation, the `-` operator, on a bool tensor is not supported. If you"
                           " are trying to invert a mask, use the `~` operator instead.")
    return Neg.apply(input)


def maximum(input: "Tensor", other: "Tensor") -> "Tensor":
    """The larger of both, elementwise and broadcast; a tie shares the gradient."""
    return Maximum.apply(*matched(input, other))


def minimum(input: "Tensor", other: "Tensor") -> "Tensor":
    """The smaller of both, elementwise and broadcast; a tie shares the gradient."""
    return Minimum.apply(*matched(input, other))


def where(condition: "Tensor", input: Operand, other: Operand) -> "Tensor":
    """input where condition (bool) holds, else other; all three broadcast."""
    if not isinstance(input, TensorBase) and not isinstance(other, TensorBase):
        kinds = (input, other)
        kind = get_default_dtype() if any(isinstance(k, float) for k in kinds) else np.int64
        input = wrap(np.asarray(input, kind)[()])
    a, b = matched(input, other)
    check_shapes(condition, a, b)
    return Where.apply(a, b, condition=condition.array)


def masked_fill(input: "Tensor", mask: "Tensor", value: Operand) -> "Tensor":
    """input, with `value` where mask (bool, broadcast to input) holds."""
    if mask.array.dtype.kind != "b":
        raise RuntimeError("masked_fill_ only supports boolean masks, but got mask with dtype"
                           f" `{mask.array.dtype}`")
    check_shapes(input, mask)
    fill = as_operand(value, input).to(input.dtype)
    return Where.apply(fill, input, condition=mask.array)


def comparison(compare: Callable[[Any, Any], Any]) -> Callable[[Any, Any], "Tensor"]:
    """An elementwise, broadcasting comparison that returns a bool Tensor without history."""

    def compared(input: Operand, other: Operand) -> "Tensor":
        a, b = matched(input, other)
        try:
            return wrap(compare(a.array, b.array))
        except ValueError as error:
            raise Pairwise.explain((a, b), error) from None

    compared.__doc__ = f"Elementwise `{compare.__name__}`, broadcast, as a bool Tensor."
    return compared


eq, ne = comparison(np.equal), comparison(np.not_equal)
lt, le = comparison(np.less), comparison(np.less_equal)
gt, ge = comparison(np.greater), comparison(np.greater_equal)
logical_and, logical_or = comparison(np.logical_and), comparison(np.logical_or)
logical_xor = comparison(np.logical_xor)
