"""Writing at indices along one dimension: scatter, scatter_add, index_add; reading by a mask."""

from typing import TYPE_CHECKING, Any

import numpy as np

from ..dtypes import int64
from ..function import wrap
from .arithmetic import as_operand
from .common import axis_of
from .indexing import Scatter, check_ids, getitem, put

if TYPE_CHECKING:
    from ..tensor import Tensor


def places(input: "Tensor", dim: int, index: "Tensor") -> tuple[Any, ...]:
    """The full index that `index` along `dim` stands for; RuntimeError outside of input."""
    axis, ids = axis_of(dim, input.array.ndim), np.asarray(index.array)
    if not input.array.ndim:
        return (Ellipsis,)
    if ids.ndim != input.array.ndim:
        raise RuntimeError("Index tensor must have the same number of dimensions as self tensor:"
                           f" got {ids.ndim} and {input.array.ndim}")
    check_ids(ids, input.array.shape[axis], axis)
    found = list(np.ogrid[tuple(slice(n) for n in ids.shape)])
    found[axis] = ids
    return tuple(found)


def source(src: Any, input: "Tensor", index: "Tensor") -> "Tensor":
    """The part of `src` (a Tensor or a number) that `index` covers."""
    if isinstance(src, (int, float)):
        return as_operand(src, input).to(input.dtype).expand(index.shape)
    return getitem(src, tuple(slice(n) for n in index.shape)) if src.array.ndim else src


def scatter_add(input: "Tensor", dim: int, index: "Tensor", src: "Tensor") -> "Tensor":
    """input plus src[i][j] at [index[i][j]][j] for dim 0, and so on; duplicates add up."""
    where = places(input, dim, index)
    added = Scatter.apply(source(src, input, index), index=where, shape=input.array.shape)
    return input + added


def scatter(input: "Tensor", dim: int, index: "Tensor", src: Any) -> "Tensor":
    """input with src (a Tensor or a number) at the places of `scatter_add`; the last one stays."""
    return put(input, source(src, input, index), places(input, dim, index))


def index_add(input: "Tensor", dim: int, index: "Tensor", source: "Tensor", *,
              alpha: float = 1) -> "Tensor":
    """input plus alpha times the slices of source at the positions `index` along `dim`."""
    axis = axis_of(dim, input.array.ndim)
    if not input.array.ndim:
        return input + (source * alpha).reshape(())
    check_ids(index.array, input.array.shape[axis], axis)
    where = (*(slice(None),) * axis, index.array)
    return input + Scatter.apply(source * alpha, index=where, shape=input.array.shape)


def masked_select(input: "Tensor", mask: "Tensor") -> "Tensor":
    """The elements of input where mask (bool, both broadcast) holds, as a vector."""
    shape = np.broadcast_shapes(input.array.shape, mask.array.shape)
    return getitem(input.expand(shape), wrap(np.broadcast_to(mask.array, shape)))


def nonzero(input: "Tensor", *, as_tuple: bool = False) -> Any:
    """int64 (number of non-zero elements, dimensions): where they are; or one vector each."""
    if as_tuple:
        return tuple(wrap(np.asarray(part)) for part in np.nonzero(np.atleast_1d(input.array)))
    return wrap(np.argwhere(input.array).astype(np.int64))


def unique(input: "Tensor", sorted: bool = True, return_inverse: bool = False,
           return_counts: bool = False, dim: int | None = None) -> Any:
    """The different elements (or slices along `dim`) in ascending order.

    With them, where asked for: each element's place among them, and how often each occurs.
    """
    values, inverse, counts = np.unique(input.array, return_inverse=True, return_counts=True,
                                        axis=dim)
    shape = input.array.shape if dim is None else -1
    wanted = [(True, values), (return_inverse, inverse.reshape(shape)), (return_counts, counts)]
    found = tuple(wrap(np.asarray(part)) for want, part in wanted if want)
    return found if len(found) > 1 else found[0]


def bincount(input: "Tensor", weights: "Tensor | None" = None, minlength: int = 0) -> "Tensor":
    """How often each of 0, 1, 2, ... occurs (int64), or the sum of its weights (float64)."""
    given = None if weights is None else weights.array
    counts = np.bincount(input.array, given, minlength)
    return wrap(counts.astype(int64 if given is None else np.float64))
