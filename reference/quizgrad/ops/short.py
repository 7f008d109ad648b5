"""PyTorch's short forms and second names: each is one or two operations of this engine."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..dtypes import int64
from ..function import TensorBase, wrap
from .arithmetic import add, as_operand, comparison, div, matched, maximum, minimum, mul
from .common import axis_of
from .einsum import einsum
from .indexing import getitem
from .linalg import matmul
from .math import log
from .shape import cat, expand, reshape, sizes_of, unsqueeze
from .special import floor, trunc

if TYPE_CHECKING:
    from ..tensor import Tensor


def unflatten(input: "Tensor", dim: int, sizes: Sequence[int]) -> "Tensor":
    """input with dimension `dim` split into `sizes`, one of which may be -1."""
    axis, shape = axis_of(dim, input.array.ndim), input.array.shape
    known = int(np.prod([n for n in sizes if n != -1]))
    full = [shape[axis] // known if n == -1 else n for n in sizes]
    if int(np.prod(full)) != shape[axis]:
        raise RuntimeError(f"unflatten: Provided sizes {list(sizes)} don't multiply up to the size"
                           f" of dim {dim} ({shape[axis]}) in the input tensor")
    return reshape(input, (*shape[:axis], *full, *shape[axis + 1 :]))


def unfold(input: "Tensor", dimension: int, size: int, step: int) -> "Tensor":
    """Windows of `size` along `dimension`, `step` apart; they are the last dimension."""
    axis = axis_of(dimension, input.array.ndim)
    length = input.array.shape[axis]
    if size > length:
        raise RuntimeError(f"maximum size for tensor at dimension {axis} is {length} but size is"
                           f" {size}")
    starts = np.arange(0, length - size + 1, step)
    rows = getitem(input, (*(slice(None),) * axis, starts[:, None] + np.arange(size)))
    order = [d for d in range(rows.array.ndim) if d != axis + 1]
    return rows.permute(*order, axis + 1)


def addcmul(input: "Tensor", tensor1: "Tensor", tensor2: "Tensor", *, value: Any = 1) -> "Tensor":
    """input + value * tensor1 * tensor2."""
    return add(input, mul(tensor1, tensor2), alpha=value)


def addcdiv(input: "Tensor", tensor1: "Tensor", tensor2: "Tensor", *, value: Any = 1) -> "Tensor":
    """input + value * tensor1 / tensor2."""
    return add(input, div(tensor1, tensor2), alpha=value)


def addmm(input: "Tensor", mat1: "Tensor", mat2: "Tensor", *, beta: Any = 1,
          alpha: Any = 1) -> "Tensor":
    """beta * input + alpha * mat1 @ mat2."""
    product = matmul(mat1, mat2)
    scaled = product if alpha == 1 else mul(product, alpha)
    return add(input if beta == 1 else mul(input, beta), scaled)


def mm(input: "Tensor", mat2: "Tensor") -> "Tensor":
    """The product of two matrices; RuntimeError for other numbers of dimensions."""
    ranked("mm", 2, input, mat2)
    return matmul(input, mat2)


def bmm(input: "Tensor", mat2: "Tensor") -> "Tensor":
    """The products of two batches of matrices (N, ., .); RuntimeError for anything else."""
    ranked("bmm", 3, input, mat2)
    if input.array.shape[0] != mat2.array.shape[0]:
        raise RuntimeError("Expected size for first two dimensions of batch2 tensor to be:"
                           f" [{input.array.shape[0]}, {input.array.shape[2]}] but got:"
                           f" [{mat2.array.shape[0]}, {mat2.array.shape[1]}].")
    return matmul(input, mat2)


def ranked(name: str, rank: int, *tensors: "Tensor") -> None:
    """RuntimeError for a tensor of another number of dimensions."""
    for t in tensors:
        if t.array.ndim != rank:
            raise RuntimeError(f"{name}: expected tensors of {rank} dimensions, got one of"
                               f" {t.array.ndim}; `@` takes any")


def outer(input: "Tensor", vec2: "Tensor") -> "Tensor":
    """The matrix input_i vec2_j of two vectors."""
    return unsqueeze(input, 1) * vec2


def tensordot(a: "Tensor", b: "Tensor", dims: Any = 2) -> "Tensor":
    """Sums over products along `dims`: the last ones of a and the first of b, or two lists."""
    count = a.array.ndim
    one, two = dims if isinstance(dims, (list, tuple)) else (
        range(count - dims, count), range(dims))
    left, right = list(range(count)), list(range(count, count + b.array.ndim))
    for i, j in zip(one, two, strict=True):
        right[j] = left[i]
    both = set(left) & set(right)
    return einsum(f"{letters(left)},{letters(right)}->"
                  + letters([n for n in left + right if n not in both]), a, b)


def letters(numbers: Sequence[int]) -> str:
    """Small numbers as the letters of an einsum."""
    return "".join(chr(97 + n) for n in numbers)


def hstack(tensors: Sequence["Tensor"]) -> "Tensor":
    """Joined along the second dimension, vectors along their only one."""
    first = tensors[0].array.ndim
    rows = [t if first else reshape(t, (1,)) for t in tensors]
    return cat(rows, 0 if first <= 1 else 1)


def vstack(tensors: Sequence["Tensor"]) -> "Tensor":
    """Joined along the first dimension; vectors are rows."""
    return cat([t if t.array.ndim > 1 else reshape(t, (1, -1)) for t in tensors], 0)


def floor_divide(input: Any, other: Any) -> "Tensor":
    """floor(input / other), elementwise; the dtype stays."""
    a, b = matched(input, other)
    if a.array.dtype.kind == "f":
        return floor(div(a, b))
    if np.any(np.asarray(b.array) == 0):
        raise RuntimeError("ZeroDivisionError")
    return wrap(a.array // b.array)


def remainder(input: Any, other: Any) -> "Tensor":
    """input - other * floor(input / other): the sign of other, as Python's %."""
    a, b = matched(input, other)
    if a.array.dtype.kind == "f":
        return a - b * floor(div(a, b)).detach()
    return wrap(np.asarray(a.array % b.array)[()])


def fmod(input: Any, other: Any) -> "Tensor":
    """input - other * trunc(input / other): the sign of input."""
    a, b = matched(input, other)
    if a.array.dtype.kind == "f":
        return a - b * trunc(div(a, b)).detach()
    return wrap(np.asarray(np.fmod(a.array, b.array))[()])


def xlogy(input: Any, other: Any) -> "Tensor":
    """input * log(other), and 0 where input is 0, unless other is nan."""
    a, b = matched(input, other)
    zero = (a.array == 0) & ~np.isnan(b.array)
    safe = b.masked_fill(wrap(np.asarray(zero)), 1.0)
    return a * log(safe)


def clamp_min(input: "Tensor", min: Any) -> "Tensor":
    """input, at least `min`."""
    return maximum(input, as_operand(min, input)) if isinstance(min, TensorBase) else (
        input.clamp(min=min))


def clamp_max(input: "Tensor", max: Any) -> "Tensor":
    """input, at most `max`."""
    return minimum(input, as_operand(max, input)) if isinstance(max, TensorBase) else (
        input.clamp(max=max))


def isinf(input: "Tensor") -> "Tensor":
    """Where the elements are infinite."""
    return wrap(np.isinf(input.array))


def isclose(input: "Tensor", other: "Tensor", rtol: float = 1e-5, atol: float = 1e-8,
            equal_nan: bool = False) -> "Tensor":
    """Where |input - other| <= atol + rtol |other|."""
    return wrap(np.isclose(input.array, other.array, rtol, atol, equal_nan))


def nan_to_num(input: "Tensor", nan: float = 0.0, posinf: Any = None,
               neginf: Any = None) -> "Tensor":
    """input with numbers for nan and for the infinities (the largest of the dtype)."""
    kind = input.array.dtype
    if kind.kind != "f":
        return input.clone()
    ends = np.finfo(kind)
    high, low = ends.max if posinf is None else posinf, ends.min if neginf is None else neginf
    out = input.masked_fill(wrap(np.isnan(input.array)), nan)
    out = out.masked_fill(wrap(np.isposinf(input.array)), float(high))
    return out.masked_fill(wrap(np.isneginf(input.array)), float(low))


def count_nonzero(input: "Tensor", dim: Any = None) -> "Tensor":
    """How many elements are not 0, as int64."""
    return wrap(np.asarray(np.count_nonzero(input.array, axis=dim), int64)[()])


def broadcast_to(input: "Tensor", size: Sequence[int]) -> "Tensor":
    """input repeated to the shape `size`, without copying."""
    return expand(input, size)


def tile(input: "Tensor", *dims: Any) -> "Tensor":
    """input repeated along each dimension; missing counts are 1."""
    counts = sizes_of(dims)
    missing = input.array.ndim - len(counts)
    return input.repeat(*(1,) * missing, *counts)


def aminmax(input: "Tensor", *, dim: int | None = None, keepdim: bool = False) -> Any:
    """(smallest, largest) element, of all or along `dim`."""
    if dim is None:
        return input.amin(), input.amax()
    return input.amin(dim, keepdim), input.amax(dim, keepdim)


def var_mean(input: "Tensor", dim: Any = None, *, correction: int = 1, keepdim: bool = False,
             unbiased: bool | None = None) -> "tuple[Tensor, Tensor]":
    """(variance, mean), of all elements or along `dim`."""
    given = correction if unbiased is None else int(unbiased)
    return (input.var(dim, correction=given, keepdim=keepdim),
            input.mean() if dim is None else input.mean(dim, keepdim))


def std_mean(input: "Tensor", dim: Any = None, *, correction: int = 1, keepdim: bool = False,
             unbiased: bool | None = None) -> "tuple[Tensor, Tensor]":
    """(standard deviation, mean), of all elements or along `dim`."""
    var, mean = var_mean(input, dim, correction=correction, keepdim=keepdim, unbiased=unbiased)
    return var.sqrt(), mean


def tril_indices(row: int, col: int, offset: int = 0) -> "Tensor":
    """(2, n): rows and columns of the entries on and below a diagonal."""
    return wrap(np.stack(np.tril_indices(row, offset, col)).astype(np.int64))


def triu_indices(row: int, col: int, offset: int = 0) -> "Tensor":
    """(2, n): rows and columns of the entries on and above a diagonal."""
    return wrap(np.stack(np.triu_indices(row, offset, col)).astype(np.int64))


def meshgrid(*tensors: Any, indexing: str = "ij") -> "tuple[Tensor, ...]":
    """Vectors repeated along each other's dimensions; with `xy` the first two exchanged."""
    given = tensors[0] if len(tensors) == 1 and isinstance(tensors[0], (list, tuple)) else tensors
    sizes = [t.array.size for t in given]
    made = []
    for place, t in enumerate(given):
        shape = [n if i == place else 1 for i, n in enumerate(sizes)]
        grid = expand(reshape(t, shape), sizes)
        made.append(grid.transpose(0, 1) if indexing == "xy" and len(sizes) > 1 else grid)
    return tuple(made)


def diff(input: "Tensor", n: int = 1, dim: int = -1) -> "Tensor":
    """Differences of neighbours along `dim`, `n` times."""
    axis = axis_of(dim, input.array.ndim)
    for _ in range(n):
        size = input.array.shape[axis]
        input = input.narrow(axis, 1, size - 1) - input.narrow(axis, 0, size - 1)
    return input


def isin(elements: "Tensor", test_elements: "Tensor") -> "Tensor":
    """Where elements are among test_elements."""
    return wrap(np.isin(elements.array, test_elements.array))


def searchsorted(sorted_sequence: "Tensor", values: "Tensor", *, right: bool = False) -> "Tensor":
    """Where `values` would go in a sorted vector, as int64."""
    side: Any = "right" if right else "left"
    found = np.searchsorted(sorted_sequence.array, values.array, side=side)
    return wrap(np.asarray(found, np.int64)[()])


def bitwise(combine: Any) -> Any:
    """A bitwise operation of integers or bools, broadcast, without history."""
    return comparison(combine)


bitwise_and, bitwise_or = bitwise(np.bitwise_and), bitwise(np.bitwise_or)
bitwise_xor = bitwise(np.bitwise_xor)


def logical_not(input: "Tensor") -> "Tensor":
    """Where the elements are 0, as a bool Tensor."""
    return wrap(np.logical_not(input.array))


def new(make: str) -> Any:
    """`x.new_zeros(2, 3)` and the like: with x's dtype unless another is given."""

    def method(self: "Tensor", *size: Any, dtype: Any = None, device: Any = None,
               requires_grad: bool = False) -> "Tensor":
        from .. import creation
        made: Tensor = getattr(creation, make)(
            *size, dtype=dtype or self.dtype, device=device, requires_grad=requires_grad)
        return made

    method.__doc__ = f"`{make}` with this tensor's dtype, unless another is given."
    return method

