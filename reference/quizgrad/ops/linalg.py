"""Matrix products: matmul in all its ranks, and the linear layer as one node."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..dtypes import type_name
from ..function import NOTHING, Function, TensorBase
from .shape import reshape

if TYPE_CHECKING:
    from ..tensor import Tensor


class MatMul(Function):
    """out = a b (matrices, batches broadcast);  da = g b^T, db = a^T g."""

    __slots__ = ()
    fresh = True

    def forward(self, a: TensorBase, b: TensorBase) -> Any:
        self.save_for_backward(a if b.needs else NOTHING, b if a.needs else NOTHING)
        return np.matmul(a.array, b.array)

    def backward(self, g: Any, a: Any, b: Any) -> Any:
        return None if b is None else g @ b.mT, None if a is None else a.mT @ g


class Linear(Function):
    """out = x w^T + b;  dx = g w, dw = g^T x, db = sum of g over the rows."""

    __slots__ = ()
    fresh = True

    def forward(self, x: TensorBase, w: TensorBase, b: TensorBase) -> Any:
        self.save_for_backward(x if w.needs else NOTHING, w if x.needs else NOTHING)
        a, weight = x.array, w.array
        out = rows_of(a) @ weight.T
        if b.array is not None:
            out += b.array
        return out.reshape(*a.shape[:-1], weight.shape[0])

    def backward(self, g: Any, x: Any, w: Any) -> Any:
        flat = rows_of(g)
        dx = None if w is None else (flat @ w).reshape(*g.shape[:-1], w.shape[1])
        dw = None if x is None else flat.mT @ rows_of(x)
        return dx, dw, flat.sum(axis=0) if self.wants(2) else None


def rows_of(x: Any) -> Any:
    """x as a matrix whose rows are its last axis; itself if it is one."""
    if len(x.shape) == 2:
        return x
    return x.reshape(int(np.prod(x.shape[:-1], dtype=np.int64)), x.shape[-1])


def same_dtype(name: str, *tensors: Any) -> None:
    """RuntimeError unless all have one dtype: products do not promote (PyTorch)."""
    first = tensors[0].array.dtype
    for t in tensors[1:]:
        if t.array is not None and t.array.dtype != first:
            raise RuntimeError(f"{name}: expected m1 and m2 to have the same dtype, but got:"
                               f" {type_name(first)} != {type_name(t.array.dtype)}")


def matmul(input: "Tensor", other: "Tensor") -> "Tensor":
    """Matrix product; 1-d operands are a row or a column, leading dimensions broadcast.

    Raises RuntimeError for 0-d operands, unequal inner sizes and different dtypes.
    """
    a, b = input, other
    if a.array.ndim == 0 or b.array.ndim == 0:
        raise RuntimeError("both arguments to matmul need to be at least 1D, but they are"
                           f" {a.array.ndim}D and {b.array.ndim}D")
    one, two = a.array.shape, b.array.shape
    if len(one) == len(two) == 1 and a.array.dtype != b.array.dtype:
        raise RuntimeError("dot : expected both vectors to have same dtype, but found"
                           f" {type_name(a.array.dtype)} and {type_name(b.array.dtype)}")
    if one[-1] != two[max(0, len(two) - 2)]:
        raise unequal(one, two)
    same_dtype("matmul", a, b)
    if len(one) == 1:
        a = reshape(a, (1, one[0]))
    if len(two) == 1:
        b = reshape(b, (two[0], 1))
    if a.array.ndim > 2 and b.array.ndim == 2:  # one product over all rows
        out = MatMul.apply(reshape(a, (int(np.prod(one[:-1])), one[-1])), b)
        out = reshape(out, (*one[:-1], b.array.shape[-1]))
    else:
        out = MatMul.apply(a, b)
    if len(one) == 1 or len(two) == 1:
        shape = list(out.array.shape)
        if len(two) == 1:
            shape.pop()
        if len(one) == 1:
            shape.pop(-1 if len(two) == 1 else -2)
        out = reshape(out, tuple(shape))
    return out


def linear(input: "Tensor", weight: "Tensor", bias: "Tensor | None" = None) -> "Tensor":
    """input @ weight.T + bias: (*, in), (out, in), (out) -> (*, out); RuntimeError otherwise."""
    same_dtype("linear", input, weight, NOTHING if bias is None else bias)
    if weight.array.ndim != 2:
        return matmul(input, weight) if bias is None else matmul(input, weight) + bias
    if input.array.ndim == 0 or input.array.shape[-1] != weight.array.shape[1]:
        raise RuntimeError(
            f"mat1 and mat2 shapes cannot be multiplied ({by(input.array.shape)}"
            f" and {weight.array.shape[1]}x{weight.array.shape[0]}): input has shape"
            f" {list(input.array.shape)} and weight (out, in) = {list(weight.array.shape)}")
    if bias is not None and bias.array.shape not in ((), (1,), weight.array.shape[:1]):
        rows, out = by(input.array.shape).partition("x")[0], weight.array.shape[0]
        raise RuntimeError(
            f"The expanded size of the tensor ({out}) must match the existing size"
            f" ({bias.array.shape[-1]}) at non-singleton dimension 1.  Target sizes: [{rows},"
            f" {out}].  Tensor sizes: {list(bias.array.shape)} (the bias of `linear`)")
    return Linear.apply(
        input, weight, NOTHING if bias is None else bias)


def unequal(one: Sequence[int], two: Sequence[int]) -> RuntimeError:
    """Inner sizes that differ, as PyTorch words it for vectors, matrices and batches."""
    rule = (f"the last size of the first, {one[-1]}, must equal the"
            f" {'first' if len(two) <= 2 else 'last but one'} of the second")
    if len(one) == len(two) == 1:
        return RuntimeError(f"inconsistent tensor size, expected tensor [{one[0]}] and src"
                            f" [{two[0]}] to have the same number of elements, but got {one[0]}"
                            f" and {two[0]} elements respectively")
    if len(one) == 2 and len(two) == 1:
        return RuntimeError(f"size mismatch, got input ({one[0]}), mat ({one[0]}x{one[1]}), vec"
                            f" ({two[0]}): {rule}")
    if len(one) > 2 and len(two) > 2:
        batch = int(np.prod(np.broadcast_shapes(one[:-2], two[:-2]), dtype=np.int64))
        return RuntimeError(f"Expected size for first two dimensions of batch2 tensor to be:"
                            f" [{batch}, {one[-1]}] but got: [{batch}, {two[-2]}]: {rule}")
    return RuntimeError(f"mat1 and mat2 shapes cannot be multiplied ({by(one)} and {by(two)}):"
                        f" {rule}")


def by(shape: Sequence[int]) -> str:
    """A shape as PyTorch writes it for products: rows x columns, `6x4` for (2, 3, 4)."""
    return f"{int(np.prod(shape[:-1], dtype=np.int64))}x{shape[-1] if len(shape) else 1}"
