"""Operations along one dimension: cumsum, prod, roll, sort, topk, repeat, and diagonals."""

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..dtypes import int64
from ..function import Function, TensorBase, run, wrap
from .common import axis_of
from .indexing import gather, getitem, index_select
from .shape import cat, expand, flatten, movedim, reshape, sizes_of, unsqueeze

if TYPE_CHECKING:
    from ..tensor import Tensor


class Cumsum(Function):
    """out_i = x_1 + ... + x_i along an axis (from the end if reversed);  dx: the other way."""

    __slots__ = ("axis", "backwards")
    axis: int
    backwards: bool

    def forward(self, x: TensorBase, axis: int, backwards: bool) -> Any:
        self.axis, self.backwards = axis, backwards
        a = x.array
        if not a.ndim:
            return a
        if backwards:
            return np.flip(np.cumsum(np.flip(a, axis), axis, a.dtype), axis)
        return np.cumsum(a, axis, a.dtype)

    def backward(self, g: Any) -> Any:
        return (run(Cumsum, g, axis=self.axis, backwards=not self.backwards),)


def cumsum(input: "Tensor", dim: int, dtype: Any = None) -> "Tensor":
    """Running sums along `dim`; integers and bools are summed as int64 unless `dtype` is given."""
    if dtype is None and input.array.dtype.kind in "biu":
        dtype = int64
    input = input if dtype is None else input.to(dtype)
    return Cumsum.apply(input, axis=axis_of(dim, input.array.ndim), backwards=False)


def prod(input: "Tensor", dim: int | None = None, keepdim: bool = False,
         dtype: Any = None) -> "Tensor":
    """Product of all elements, or over one `dim`; right at zeros, since nothing is divided by.

    Computed as a tree of halves, so its gradient is that of a few multiplications.
    """
    input = input if dtype is None else input.to(dtype)
    if input.array.dtype.kind in "biu":
        input = input.to(int64)
    if dim is None:
        return prod(flatten(input), 0) if input.array.ndim else input.clone()
    axis = axis_of(dim, input.array.ndim)
    x = movedim(input, axis, 0) if input.array.ndim else unsqueeze(input, 0)
    if not x.array.shape[0]:  # nothing to multiply: 1, and no element has a gradient
        return input.sum(axis, keepdim=keepdim) + 1
    while (n := x.array.shape[0]) > 1:
        half = x[: n // 2] * x[n // 2 : n // 2 * 2]
        x = cat([half, x[-1:]]) if n % 2 else half
    out = getitem(x, 0)
    out = out.clone() if input.array.size == out.array.size else out  # memory of its own
    return unsqueeze(out, axis) if keepdim and input.array.ndim else out


def roll(input: "Tensor", shifts: Any, dims: Any = None) -> "Tensor":
    """input shifted along `dims`, what leaves at one end coming in at the other."""
    if dims is None:
        return reshape(roll(flatten(input), shifts, 0), input.array.shape)
    pairs = [(shifts, dims)] if isinstance(dims, int) else zip(shifts, dims, strict=True)
    for shift, dim in pairs:
        axis = axis_of(dim, input.array.ndim)
        n = input.array.shape[axis]
        if n:
            input = index_select(input, axis, wrap((np.arange(n) - shift) % n))
    return input


class Sorted(NamedTuple):
    """What `sort` and `topk` return."""

    values: "Tensor"
    indices: "Tensor"


def argsort(input: "Tensor", dim: int = -1, descending: bool = False,
            stable: bool = True) -> "Tensor":
    """The order that sorts input along `dim`; equal elements keep theirs."""
    a = input.array
    if not np.ndim(a):
        return wrap(np.zeros((), np.int64))
    axis = axis_of(dim, a.ndim)
    if not descending:
        return wrap(np.argsort(a, axis=axis, kind="stable"))
    last = np.flip(np.argsort(np.flip(a, axis), axis=axis, kind="stable"), axis)
    return wrap(np.ascontiguousarray(a.shape[axis] - 1 - last))


def sort(input: "Tensor", dim: int = -1, descending: bool = False, stable: bool = True) -> Sorted:
    """(values, indices) in ascending or descending order along `dim`; equal ones keep theirs."""
    indices = argsort(input, dim, descending)
    return Sorted(gather(input, dim, indices), indices)


def topk(input: "Tensor", k: int, dim: int = -1, largest: bool = True,
         sorted: bool = True) -> Sorted:
    """(values, indices) of the k largest (or smallest) along `dim`, in order.

    RuntimeError if there are fewer than k.
    """
    size = input.array.shape[axis_of(dim, input.array.ndim)] if input.array.ndim else 1
    if not 0 <= k <= size:
        raise RuntimeError("selected index k out of range:"
                           f" k is {k}, dimension {dim} has size {size}")
    order = argsort(input, dim, descending=largest)
    if input.array.ndim:
        axis = axis_of(dim, input.array.ndim)
        order = wrap(np.ascontiguousarray(order.array.take(np.arange(k), axis)))
    return Sorted(gather(input, dim, order), order)


def repeat(input: "Tensor", *sizes: Any) -> "Tensor":
    """A copy of input tiled `sizes` times along each dimension (new ones come first)."""
    counts = sizes_of(sizes)
    shape = input.array.shape
    extra = len(counts) - len(shape)
    if extra < 0:
        raise RuntimeError("Number of dimensions of repeat dims can not be smaller than number of"
                           f" dimensions of tensor: got {list(counts)} for shape {list(shape)}")
    full = (1,) * extra + shape
    apart = [n for pair in zip((1,) * len(full), full, strict=True) for n in pair]
    tiled = [n for pair in zip(counts, full, strict=True) for n in pair]
    out = expand(reshape(input, apart), tiled)
    return reshape(out, [c * n for c, n in zip(counts, full, strict=True)])


def repeat_interleave(input: "Tensor", repeats: Any, dim: int | None = None, *,
                      output_size: int | None = None) -> "Tensor":
    """Each slice along `dim` (of the flattened input without it) repeated in place."""
    if dim is None:
        return repeat_interleave(flatten(input), repeats, 0)
    axis = axis_of(dim, input.array.ndim)
    counts = repeats.array if isinstance(repeats, TensorBase) else repeats
    return index_select(input, axis, wrap(np.repeat(np.arange(input.array.shape[axis]), counts)))


def narrow(input: "Tensor", dim: int, start: int, length: int) -> "Tensor":
    """The view of `length` slices along `dim` from `start` on."""
    if not input.array.ndim:
        raise RuntimeError("narrow() cannot be applied to a 0-dim tensor.")
    axis = axis_of(dim, input.array.ndim)
    size = input.array.shape[axis]
    if length < 0:
        raise RuntimeError("narrow(): length must be non-negative.")
    if not -size <= start <= size:
        raise IndexError(f"start out of range (expected to be in range of [{-size}, {size}], but"
                         f" got {start})")
    start += size if start < 0 else 0
    if start + length > size:
        raise RuntimeError(f"start ({start}) + length ({length}) exceeds dimension size ({size}).")
    return getitem(input, (*(slice(None),) * axis, slice(start, start + length)))


def select(input: "Tensor", dim: int, index: int) -> "Tensor":
    """The view of slice `index` along `dim`, without that dimension."""
    return getitem(input, (*(slice(None),) * axis_of(dim, input.array.ndim), index))


def diagonal(input: "Tensor", offset: int = 0, dim1: int = 0, dim2: int = 1) -> "Tensor":
    """The diagonal of the dimensions dim1 and dim2, as the last dimension of the result."""
    ndim = input.array.ndim
    one, two = axis_of(dim1, ndim), axis_of(dim2, ndim)
    rest = [d for d in range(ndim) if d not in (one, two)]
    x = input.permute(*rest, one, two)
    count = max(min(x.shape[-2] + min(offset, 0), x.shape[-1] - max(offset, 0)), 0)
    step = x.shape[-1] + 1  # in the flattened matrix: one row down and one column on
    start = offset if offset >= 0 else -offset * x.shape[-1]
    return getitem(x.flatten(-2), (Ellipsis, slice(start, start + count * step - step + 1, step))
                   if count else (Ellipsis, slice(0, 0)))


def diag(input: "Tensor", diagonal: int = 0) -> "Tensor":
    """The diagonal of a matrix; of a vector, the matrix that has it there and 0 elsewhere."""
    from . import scan
    if input.array.ndim == 2:
        return scan.diagonal(input, diagonal)
    size = input.array.shape[0] + abs(diagonal)
    eye = np.eye(size, k=diagonal, dtype=input.array.dtype)
    padded = np.zeros(size, np.int64)
    start = max(-diagonal, 0)
    padded[start : start + input.array.shape[0]] = np.arange(input.array.shape[0])
    return unsqueeze(index_select(input, 0, wrap(padded)), 1) * wrap(eye)


def trace(input: "Tensor") -> "Tensor":
    """The sum of a matrix's diagonal; RuntimeError for another rank."""
    if input.array.dtype.kind == "b":
        raise NotImplementedError("\"trace\" not implemented for 'Bool'")
    if input.array.ndim != 2:
        raise RuntimeError("trace: expected a matrix, but got tensor with dim"
                           f" {input.array.ndim}")
    return diagonal(input).sum()
