"""Matrix products: matmul in all its ranks, the linear layer as one node, and einsum."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..dtypes import type_name
from ..function import NOTHING, Function, TensorBase
from .shape import permute, reshape

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
    same_dtype("matmul", a, b)
    one, two = a.array.shape, b.array.shape
    if one[-1] != two[max(0, len(two) - 2)]:
        raise RuntimeError(
            f"mat1 and mat2 shapes cannot be multiplied ({by(one)} and {by(two)}): the last"
            f" size of the first, {one[-1]}, must equal the"
            f" {'first' if len(two) <= 2 else 'last but one'} of the second")
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
    return Linear.apply(
        input, weight, NOTHING if bias is None else bias)


def by(shape: Sequence[int]) -> str:
    """A shape as PyTorch writes it for products: rows x columns, `6x4` for (2, 3, 4)."""
    return f"{int(np.prod(shape[:-1], dtype=np.int64))}x{shape[-1] if len(shape) else 1}"


def einsum(equation: str, *operands: "Tensor") -> "Tensor":
    """Sum of products in Einstein's notation, such as "bij,bjk->bik"; no ellipsis.

    Two operands at a time become one batched matmul, so its gradient is matmul's.
    """
    left, _, right = equation.replace(" ", "").partition("->")
    terms = left.split(",")
    if "." in left or len(terms) != len(operands):
        raise RuntimeError(f"einsum(): expected {len(terms)} operands and no ellipsis for"
                           f" `{equation}`, got {len(operands)}")
    if "->" not in equation:
        right = "".join(sorted(c for c in set(left) - {","} if left.count(c) == 1))
    for term, t in zip(terms, operands, strict=True):
        if len(term) != t.array.ndim or len(set(term)) != len(term):
            raise RuntimeError(f"einsum(): `{term}` needs {len(term)} different dimensions, the"
                               f" operand has shape {list(t.array.shape)}")
    term, out = terms[0], operands[0]
    for i, (next_term, t) in enumerate(zip(terms[1:], operands[1:], strict=True)):
        later = set(right).union(*terms[i + 2:])
        term, out = contract(term, out, next_term, t, later)
    gone = [i for i, c in enumerate(term) if c not in right]
    if gone:
        out, term = out.sum(gone), "".join(c for c in term if c in right)
    return permute(out, *[term.index(c) for c in right])


def contract(one: str, a: "Tensor", two: str, b: "Tensor", later: set[str]) -> tuple[str, "Tensor"]:
    """The product of two operands, summed over the letters that nothing later names."""
    gone = [i for i, c in enumerate(one) if c not in two and c not in later]
    if gone:
        a, one = a.sum(gone), "".join(c for i, c in enumerate(one) if i not in gone)
    gone = [i for i, c in enumerate(two) if c not in one and c not in later]
    if gone:
        b, two = b.sum(gone), "".join(c for i, c in enumerate(two) if i not in gone)
    batch = [c for c in one if c in two and c in later]
    inner = [c for c in one if c in two and c not in later]
    rows, columns = [c for c in one if c not in two], [c for c in two if c not in one]
    size = dict(zip(one + two, a.array.shape + b.array.shape, strict=True))
    flat = sizes_in(size, batch)
    left = permute(a, *[one.index(c) for c in batch + rows + inner])
    right = permute(b, *[two.index(c) for c in batch + inner + columns])
    out = matmul(reshape(left, (*flat, product(size, rows), product(size, inner))),
                 reshape(right, (*flat, product(size, inner), product(size, columns))))
    letters = batch + rows + columns
    return "".join(letters), reshape(out, sizes_in(size, letters))


def sizes_in(size: dict[str, int], letters: Sequence[str]) -> tuple[int, ...]:
    """The sizes of the named dimensions."""
    return tuple(size[c] for c in letters)


def product(size: dict[str, int], letters: Sequence[str]) -> int:
    """How many elements the named dimensions hold together."""
    return int(np.prod(sizes_in(size, letters), dtype=np.int64))
