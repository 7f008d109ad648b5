"""In-place changes: `add_`, `mul_`, `zero_`, `copy_`, `x[i] = v`, checked as PyTorch checks them.

The change is computed as an ordinary operation, written into the tensor's memory, and the
tensor takes over the result's history. Its version counter tells backward about it.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..dtypes import is_float, type_name
from ..function import Rewritten, Saved, TensorBase, grad_mode, version_of, wrap
from .aliasing import Overwrite, check_change, rebase
from .arithmetic import unequal
from .common import array_of
from .indexing import getitem, index_error, is_basic, plain_index, put

if TYPE_CHECKING:
    from ..tensor import Tensor


OVERLAP = ("unsupported operation: some elements of the input tensor and the written-to tensor"
           " refer to a single memory location. Please clone() the tensor before performing the"
           " operation.")


def storage(t: TensorBase) -> Any:
    """The tensor's memory; a 0-d value, held as a NumPy scalar, gets some first."""
    if not isinstance(t.array, np.ndarray):
        t.array = np.array(t.array)
    return t.array


def changed(t: TensorBase) -> None:
    """Count one in-place change of `t` and of every view of it."""
    version_of(t).bump()


def becomes(t: "Tensor", out: "Tensor") -> "Tensor":
    """Write `out` into `t` and let `t` continue `out`'s history."""
    memory = storage(t)
    if not memory.flags.writeable:
        raise RuntimeError("unsupported operation: more than one element of the written-to tensor"
                           " refers to a single memory location. Please clone() the tensor before"
                           " performing the operation.")
    if out.array.shape != t.array.shape:
        raise RuntimeError(f"output with shape {list(t.array.shape)} doesn't match the broadcast"
                           f" shape {list(out.array.shape)}")
    if is_float(out.array.dtype) and not is_float(t.array.dtype):
        raise RuntimeError(f"result type {type_name(out.array.dtype)} can't be cast to the desired"
                           f" output type {type_name(t.array.dtype)}")
    memory[...] = out.array
    changed(t)
    node = out.grad_fn
    if node is not None:
        node.kept = tuple([Rewritten(k.array, version_of(t))
                           if isinstance(k, Saved) and k.is_output else k for k in node.kept])
        rebase(t, out)
    return t


def refuse_overlap(t: TensorBase, others: Sequence[Any]) -> None:
    """RuntimeError, as in PyTorch, for an operand that is a part of the memory written to."""
    a = t.array
    for other in others:
        b = getattr(other, "array", None)
        if (isinstance(a, np.ndarray) and isinstance(b, np.ndarray) and a.flags.forc
                and b.flags.forc and np.may_share_memory(a, b)
                and not (a.ctypes.data == b.ctypes.data and a.size == b.size
                         and a.flags.c_contiguous == b.flags.c_contiguous)):
            raise RuntimeError(OVERLAP)


def in_place(compute: Callable[..., "Tensor"]) -> Callable[..., "Tensor"]:
    """The in-place form of an operation: `compute` on the tensor, written back into it."""

    def method(self: "Tensor", *args: Any, **kwargs: Any) -> "Tensor":
        check_change(self, args)
        refuse_overlap(self, args)
        before = wrap(self.array, self.needs, self.grad_fn)  # the value that is overwritten
        out = compute(before, *args, **kwargs)
        if out.needs and out.grad_fn is not None and any(k is before for k in out.grad_fn.kept):
            before.array = np.array(self.array)
        return becomes(self, out)

    method.__doc__ = f"`{compute.__name__}` written into this tensor, which is returned."
    return method


def overwrite(t: "Tensor", source: "Tensor") -> "Tensor":
    """`t` after all its elements were replaced by `source`, broadcast and converted."""
    check_change(t, (source,))
    refuse_overlap(t, (source,))
    if wrong := unequal("copy_", t.array.shape, source.array.shape):
        raise wrong
    if np.broadcast_shapes(source.array.shape, t.array.shape) != t.array.shape:
        raise RuntimeError(f"output with shape {list(t.array.shape)} doesn't match the broadcast"
                           f" shape {list(source.array.shape)}")
    before = wrap(t.array, t.needs, t.grad_fn)
    return becomes(t, Overwrite.apply(before, source))


def fill_(self: "Tensor", value: Any) -> "Tensor":
    """Every element becomes `value` (a number or 0-d Tensor)."""
    source: Any = value if isinstance(value, TensorBase) else wrap(np.asarray(value))
    return overwrite(self, source)


def zero_(self: "Tensor") -> "Tensor":
    """Every element becomes 0."""
    return fill_(self, 0)


def copy_(self: "Tensor", source: Any) -> "Tensor":
    """The elements of `source`, broadcast and converted; gradients flow to it."""
    return fill_(self, source)


def assign(t: "Tensor", index: Any, value: Any) -> None:
    """Write without recording; what NumPy complains about is said in PyTorch's words."""
    try:
        storage(t)[index] = value
    except IndexError as error:
        raise index_error(t, index, error) from None
    except (ValueError, TypeError) as error:
        raise RuntimeError("shape mismatch: value tensor of shape"
                           f" {list(np.shape(value))} cannot be broadcast to indexing result of"
                           f" shape {list(getitem(t, index).array.shape)}") from error


def setitem(self: "Tensor", index: Any, value: Any) -> None:
    """self[index] = value; recorded if either takes part in a graph."""
    if not (grad_mode.enabled and (self.needs or getattr(value, "needs", False))):
        assign(self, plain_index(index), array_of(value))
        changed(self)
        return
    source: Any = value if isinstance(value, TensorBase) else wrap(np.asarray(value))
    plain = plain_index(index)
    if plain is Ellipsis:
        overwrite(self, source)
    elif is_basic(plain):  # the change of a view
        view = getitem(self, plain)
        while source.array.ndim > view.array.ndim and source.array.shape[0] == 1:
            source = source.squeeze(0)
        overwrite(view, source.expand(view.array.shape))
    else:
        parts = plain if isinstance(plain, tuple) else (plain,)
        getitem(self, plain)  # complains about the index before anything else does
        if np.may_share_memory(self.array, source.array):
            raise RuntimeError(OVERLAP)
        check_change(self, (source,), any(is_basic(part) for part in parts))
        becomes(self, put(self, source.to(self.dtype), plain))
