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
    return getitem(src, tuple(slice(n) for n in index.shape))


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
    check_ids(index.array, input.array.shape[axis], axis)
    where = (*(slice(None),) * axis, index.array)
    return input + Scatter.apply(source * alpha, index=where, shape=input.array.shape)


def masked_select(input: "Tensor", mask: "Tensor") -> "Tensor":
    """The elements of input where mask (bool, both broadcast) holds, as a vector."""
    shape = np.broadcast_shapes(input.array.shape, mask.array.shape)
    return getitem(input.expand(shape), wrap(np.broadcast_to(mask.array, shape)))


def nonzero(input: "Tensor") -> "Tensor":
    """int64 (number of non-zero elements, dimensions): where they are."""
    return wrap(np.argwhere(input.array).astype(np.int64))


def unique(input: "Tensor") -> "Tensor":
    """The different elements in ascending order."""
    return wrap(np.unique(input.array))


def bincount(input: "Tensor", minlength: int = 0) -> "Tensor":
    """int64: how often each of 0, 1, 2, ... occurs."""
    return wrap(np.bincount(input.array, minlength=minlength).astype(int64))
