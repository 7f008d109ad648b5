"""einsum, contracted two operands at a time, so that its gradient is that of a batched matmul."""

from collections.abc import Sequence
from string import ascii_letters
from typing import TYPE_CHECKING

import numpy as np

from .linalg import matmul
from .scan import diagonal
from .shape import permute, reshape, squeeze

if TYPE_CHECKING:
    from ..tensor import Tensor


def einsum(equation: str, *operands: "Tensor") -> "Tensor":
    """Sum of products in Einstein's notation, such as "bij,bjk->bik" or "...ij,...jk->...ik".

    A letter that occurs twice in one operand takes its diagonal. RuntimeError where the
    equation does not fit the operands.
    """
    terms, right = spelt_out(equation, operands)
    pairs = [diagonals(*squeezed(term, t, terms, operands))
             for term, t in zip(terms, operands, strict=True)]
    term, out = pairs[0]
    for i, (next_term, t) in enumerate(pairs[1:]):
        later = set(right).union(*(other for other, _ in pairs[i + 2:]))
        term, out = contract(term, out, next_term, t, later)
    gone = [i for i, c in enumerate(term) if c not in right]
    if gone:
        out, term = out.sum(gone), "".join(c for c in term if c in right)
    return permute(out, *[term.index(c) for c in right])


def spelt_out(equation: str, operands: Sequence["Tensor"]) -> tuple[list[str], str]:
    """The operands' letters and the result's, with letters of their own for the ellipsis."""
    left, arrow, right = equation.replace(" ", "").partition("->")
    terms = left.split(",")
    if len(terms) != len(operands):
        raise RuntimeError(f"einsum(): expected {len(terms)} operands for `{equation}`, got"
                           f" {len(operands)}")
    spare = [c for c in reversed(ascii_letters) if c not in equation]
    missing = [t.array.ndim - len(term.replace("...", "")) if "..." in term else 0
               for term, t in zip(terms, operands, strict=True)]
    widest = "".join(spare[: max(missing)])
    full = [term.replace("...", widest[len(widest) - n:]) if n >= 0 else term
            for term, n in zip(terms, missing, strict=True)]
    for term, t in zip(full, operands, strict=True):
        if len(term) != t.array.ndim:
            raise RuntimeError(f"einsum(): `{term}` needs {len(term)} dimensions, the operand has"
                               f" shape {list(t.array.shape)}")
    if not arrow:
        once = sorted(c for c in set(left) - set(",.") if left.count(c) == 1)
        return full, widest + "".join(once)
    return full, right.replace("...", widest)


def squeezed(term: str, t: "Tensor", terms: Sequence[str],
             operands: Sequence["Tensor"]) -> tuple[str, "Tensor"]:
    """An operand without its dimensions of size 1 that another operand has larger."""
    sizes = {c: 1 for c in term}
    for other, operand in zip(terms, operands, strict=True):
        for c, n in zip(other, operand.array.shape, strict=True):
            if c in sizes:
                sizes[c] = n if sizes[c] == 1 else sizes[c]
    drop = [i for i, c in enumerate(term) if t.array.shape[i] == 1 < sizes[c]]
    if not drop:
        return term, t
    return "".join(c for i, c in enumerate(term) if i not in drop), squeeze(t, drop)


def diagonals(term: str, t: "Tensor") -> tuple[str, "Tensor"]:
    """An operand in which no letter occurs twice."""
    for c in dict.fromkeys(term):
        while term.count(c) > 1:
            first = term.index(c)
            second = term.index(c, first + 1)
            t = diagonal(t, 0, first, second)
            term = "".join(x for i, x in enumerate(term) if i not in (first, second)) + c
    return term, t


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
