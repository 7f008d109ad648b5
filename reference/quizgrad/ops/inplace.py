"""In-place changes: `add_`, `mul_`, `zero_`, `copy_`, `x[i] = v`, checked as PyTorch checks them.

The change is computed as an ordinary operation, written into the tensor's memory, and the
tensor takes over the result's history. Its version counter tells backward about it.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from ..dtypes import is_float, type_name
from ..function import TensorBase, View, grad_mode, version_of, wrap
from ..refusal import Unavailable
from .common import array_of
from .indexing import plain_index, put

if TYPE_CHECKING:
    from ..tensor import Tensor


def storage(t: TensorBase) -> Any:
    """The tensor's memory; a 0-d value, held as a NumPy scalar, gets some first."""
    if not isinstance(t.array, np.ndarray):
        t.array = np.array(t.array)
    return t.array


def changed(t: TensorBase) -> None:
    """Count one in-place change of `t` and of every view of it."""
    version_of(t).bump()


def check_leaf(t: "Tensor", what: str = "a leaf") -> None:
    """RuntimeError for an in-place change of a leaf that requires grad, while recording."""
    if grad_mode.enabled and t.needs and t.grad_fn is None:
        raise RuntimeError(f"{what} Variable that requires grad is being used in an in-place"
                           " operation. Update it under `no_grad()`, or make a new tensor.")


def is_view(t: "Tensor") -> bool:
    """Whether `t` looks into another tensor's memory."""
    return (t.version is not None and isinstance(t.array.base, np.ndarray)
            and (t.grad_fn is None or isinstance(t.grad_fn, View)))


def becomes(t: "Tensor", out: "Tensor") -> "Tensor":
    """Write `out` into `t` and let `t` continue `out`'s history."""
    if out.array.shape != t.array.shape:
        raise RuntimeError(f"output with shape {list(t.array.shape)} doesn't match the broadcast"
                           f" shape {list(out.array.shape)}")
    if is_float(out.array.dtype) and not is_float(t.array.dtype):
        raise RuntimeError(f"result type {type_name(out.array.dtype)} can't be cast to the desired"
                           f" output type {type_name(t.array.dtype)}")
    memory = storage(t)
    if out.needs and is_view(t):
        raise Unavailable(
            "an in-place change of a view that takes part in a graph is not available here: the"
            " gradient of its base would be lost. Index the base (`x[i] = value`) or use"
            " a new tensor.")
    if not memory.flags.writeable:
        raise RuntimeError("unsupported operation: more than one element of the written-to tensor"
                           " refers to a single memory location. Please clone() the tensor before"
                           " performing the operation.")
    memory[...] = out.array
    changed(t)
    if out.needs:
        t.grad_fn, t.needs = out.to(t.dtype).grad_fn, True
        if t.grad_fn is not None:
            for saved in t.grad_fn.kept:  # the output kept by the operation itself is a copy
                if getattr(saved, "is_output", False):
                    saved.version = None
    return t


def in_place(compute: Callable[..., "Tensor"]) -> Callable[..., "Tensor"]:
    """The in-place form of an operation: `compute` on the tensor, written back into it."""

    def method(self: "Tensor", *args: Any, **kwargs: Any) -> "Tensor":
        check_leaf(self)
        before = wrap(self.array, self.needs, self.grad_fn)  # the value that is overwritten
        out = compute(before, *args, **kwargs)
        if out.needs and out.grad_fn is not None and any(k is before for k in out.grad_fn.kept):
            before.array = np.array(self.array)
        return becomes(self, out)

    method.__doc__ = f"`{compute.__name__}` written into this tensor, which is returned."
    return method


def filled(input: "Tensor", value: Any) -> "Tensor":
    """A constant tensor like input."""
    return wrap(np.full(input.array.shape, array_of(value), input.array.dtype))


def set_history(t: "Tensor", source: "Tensor") -> "Tensor":
    """`t` after all its elements were replaced by `source` (broadcast)."""
    check_leaf(t)
    t.grad_fn, t.needs = (None, False) if t.grad_fn is not None else (None, t.needs)
    return becomes(t, source.to(t.dtype).expand(t.array.shape))


def fill_(self: "Tensor", value: Any) -> "Tensor":
    """Every element becomes `value` (a number or 0-d Tensor)."""
    return set_history(self, filled(self, value))


def zero_(self: "Tensor") -> "Tensor":
    """Every element becomes 0."""
    return fill_(self, 0)


def copy_(self: "Tensor", source: "Tensor") -> "Tensor":
    """The elements of `source`, broadcast and converted; gradients flow to it."""
    return set_history(self, source)


def setitem(self: "Tensor", index: Any, value: Any) -> None:
    """self[index] = value; recorded if either takes part in a graph."""
    check_leaf(self, "a view of a leaf")
    if not (grad_mode.enabled and (self.needs or getattr(value, "needs", False))):
        storage(self)[plain_index(index)] = array_of(value)
        changed(self)
        return
    source: Any = value if isinstance(value, TensorBase) else wrap(np.asarray(value))
    becomes(self, put(self, source.to(self.dtype), index))
