"""What the operations share: axis numbers, and functions that serve arrays and Tensors alike.

A backward rule is written once. Operators (`+ * @ >`), `.reshape`, `.sum(axis, keepdims)` and
`.mT` mean the same on both kinds of value; for the rest there are the functions below.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..function import Saved, TensorBase, Value, is_tensor, run

Dims = int | Sequence[int] | None


def axis_of(dim: int, ndim: int) -> int:
    """`dim` as a non-negative axis; IndexError in PyTorch's words if there is none."""
    low, high = (-ndim, ndim - 1) if ndim else (-1, 0)
    if not low <= dim <= high:
        raise IndexError("Dimension out of range (expected to be in range of"
                         f" [{low}, {high}], but got {dim})")
    return dim % ndim if ndim else 0


def axes_of(dim: Dims, ndim: int) -> tuple[int, ...]:
    """The axes that `dim` names; all of them for None and for an empty sequence."""
    if dim is None or (not isinstance(dim, int) and len(dim) == 0):
        return tuple(range(ndim))
    dims = [dim] if isinstance(dim, int) else list(dim)
    axes = tuple(axis_of(d, ndim) for d in dims)
    if len(set(axes)) != len(axes):
        raise RuntimeError(f"dim {axes[0]} appears multiple times in the list of dims")
    return axes if ndim else ()


def kept_shape(shape: Sequence[int], axes: Sequence[int]) -> tuple[int, ...]:
    """`shape` after a reduction over `axes` that keeps them with size 1."""
    return tuple(1 if i in axes else size for i, size in enumerate(shape))


def constant(array: Any) -> Saved:
    """A mask, index or weight that backward reads and that has no gradient itself."""
    return Saved(array)


def array_of(value: Any) -> Any:
    """The array inside a Tensor; anything else as a NumPy array."""
    return value.array if isinstance(value, TensorBase) else np.asarray(value)


def exp(x: Value) -> Value:
    """e**x."""
    return x.exp() if is_tensor(x) else np.exp(x)


def log(x: Value) -> Value:
    """Natural logarithm."""
    return x.log() if is_tensor(x) else np.log(x)


def sin(x: Value) -> Value:
    """Sine."""
    return x.sin() if is_tensor(x) else np.sin(x)


def cos(x: Value) -> Value:
    """Cosine."""
    return x.cos() if is_tensor(x) else np.cos(x)


def masked(x: Value, mask: Any) -> Value:
    """`x` where `mask` (an array) holds, else 0; unlike `x * mask` it drops inf and nan."""
    from .arithmetic import Where
    if isinstance(x, TensorBase):
        return run(Where, x, np.zeros((), x.array.dtype), condition=mask)
    return np.where(mask, x, np.zeros((), x.dtype))


def expand(x: Value, shape: Sequence[int]) -> Value:
    """`x` broadcast to `shape`."""
    return x.expand(shape) if is_tensor(x) else np.broadcast_to(x, shape)


def permute(x: Value, order: Sequence[int]) -> Value:
    """`x` with its axes in the given order."""
    return x.permute(*order) if is_tensor(x) else x.transpose(order)


def cast(x: Value, dtype: np.dtype[Any]) -> Value:
    """`x` with another dtype."""
    return x.to(dtype) if is_tensor(x) else x.astype(dtype)
