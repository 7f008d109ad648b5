"""Maxima and minima: amax, amin, max, min, argmax, argmin, and who gets the gradient of a tie."""

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..function import TensorBase, wrap
from .common import Dims, axes_of, axis_of, constant
from .reduce import Reduction

if TYPE_CHECKING:
    from ..tensor import Tensor


class Amax(Reduction):
    """out = max of x;  g is shared equally among the maxima (PyTorch's amax and max())."""

    __slots__ = ()
    keeps_output = True  # only so that a change of it in place is noticed, as in PyTorch
    extreme = np.max

    def forward(self, x: TensorBase, axes: tuple[int, ...], keepdim: bool) -> Any:
        a = self.remember(x, axes)
        out = type(self).extreme(a, axis=axes, keepdims=keepdim)
        if x.needs:
            hit = a == self.upright(out)
            share = hit / hit.sum(axis=axes, keepdims=True)
            self.save_for_backward(constant(share.astype(a.dtype)))
        return out

    def backward(self, g: Any, share: Any, _: Any) -> Any:
        return (self.upright(g) * share,)


class Amin(Amax):
    """out = min of x;  g is shared equally among the minima."""

    __slots__ = ()
    extreme = np.min


def amax(input: "Tensor", dim: Dims = None, keepdim: bool = False) -> "Tensor":
    """Maximum over `dim`; equal maxima share the gradient."""
    refuse_empty(input, "amax", dim)
    axes = axes_of(dim, input.array.ndim)
    return Amax.apply(input, axes=axes, keepdim=keepdim)


def amin(input: "Tensor", dim: Dims = None, keepdim: bool = False) -> "Tensor":
    """Minimum over `dim`; equal minima share the gradient."""
    refuse_empty(input, "amin", dim)
    axes = axes_of(dim, input.array.ndim)
    return Amin.apply(input, axes=axes, keepdim=keepdim)


class Extreme(NamedTuple):
    """What `max(dim)` and `min(dim)` return."""

    values: "Tensor"
    indices: "Tensor"


def refuse_empty(input: "Tensor", name: str, dim: Dims = None) -> None:
    """RuntimeError or IndexError, as in PyTorch, where there is nothing to take the maximum of."""
    shape = input.array.shape
    if input.array.size:
        return
    if dim is None:
        kind = IndexError if name.startswith("arg") else RuntimeError
        raise kind(f"{name}(): Expected reduction dim to be specified for input.numel() =="
                         " 0. Specify the reduction dim with the 'dim' argument.")
    for axis in axes_of(dim, len(shape)):
        if shape[axis] == 0:
            raise IndexError(f"{name}(): Expected reduction dim {axis} to have non-zero size.")


def max(input: "Tensor", dim: "int | Tensor | None" = None, keepdim: bool = False) -> Any:
    """The maximum of all; or (values, indices) over one `dim`; or `maximum(input, other)`.

    Without `dim` equal maxima share the gradient; with it the first one takes it all.
    """
    if dim is not None and not isinstance(dim, int):
        return input.maximum(dim)
    if dim is None:
        return amax(input)
    return read_at(input, place(np.argmax, input, dim, True), dim, keepdim)


def min(input: "Tensor", dim: "int | Tensor | None" = None, keepdim: bool = False) -> Any:
    """As `max`, for the minimum."""
    if dim is not None and not isinstance(dim, int):
        return input.minimum(dim)
    if dim is None:
        return amin(input)
    return read_at(input, place(np.argmin, input, dim, True), dim, keepdim)


def read_at(input: "Tensor", indices: "Tensor", dim: int, keepdim: bool) -> Extreme:
    """What stands at the index along `dim`, with the index; without `keepdim` one rank less."""
    values = input.gather(dim, indices)
    return Extreme(*((values, indices) if keepdim else (values.squeeze(dim), indices.squeeze(dim))))


def place(find: Any, input: "Tensor", dim: int | None, keepdim: bool) -> "Tensor":
    """The index that `find` gives along `dim`, or in the flattened tensor."""
    refuse_empty(input, find.__name__, dim)
    axis = None if dim is None else axis_of(dim, input.array.ndim)
    if input.array.ndim == 0:
        return wrap(np.int64(0))
    return wrap(find(input.array, axis=axis, keepdims=keepdim))


def refuse_bool(input: "Tensor", name: str, dim: int | None) -> None:
    """RuntimeError for bools, as in PyTorch; a dimension that is not there comes first."""
    if dim is not None:
        axis_of(dim, input.array.ndim)
    if input.array.dtype.kind == "b":
        raise RuntimeError(f"{name}(): does not support bool input; convert with `.long()`")


def argmax(input: "Tensor", dim: int | None = None, keepdim: bool = False) -> "Tensor":
    """Index of the first maximum along `dim`, or of the flattened tensor; int64."""
    refuse_bool(input, "argmax", dim)
    return place(np.argmax, input, dim, keepdim)


def argmin(input: "Tensor", dim: int | None = None, keepdim: bool = False) -> "Tensor":
    """Index of the first minimum along `dim`, or of the flattened tensor; int64."""
    refuse_bool(input, "argmin", dim)
    return place(np.argmin, input, dim, keepdim)
