"""Operations that move elements: reshape, permute, expand, cat, stack, flip, pad, split.

The first three give views where NumPy does, as in PyTorch.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..function import Function, TensorBase, View, is_tensor, wrap
from .aliasing import several
from .common import axis_of
from .common import permute as permute_value

if TYPE_CHECKING:
    from ..tensor import Tensor


BORDERS: dict[str, Any] = {"replicate": "edge", "reflect": "reflect", "circular": "wrap"}


class Reshape(View):
    """out = x in another shape, same order;  dx = g in x's shape."""

    __slots__ = ("in_shape",)
    in_shape: tuple[int, ...]

    def forward(self, x: TensorBase, shape: tuple[int, ...]) -> Any:
        self.in_shape = x.array.shape
        return x.array.reshape(shape)

    def backward(self, g: Any) -> Any:
        return (g.reshape(self.in_shape),)


class Permute(View):
    """out = x with its axes reordered;  dx = g with the order undone."""

    __slots__ = ("order",)
    order: tuple[int, ...]

    def forward(self, x: TensorBase, order: tuple[int, ...]) -> Any:
        self.order = order
        return x.array.transpose(order)

    def backward(self, g: Any) -> Any:
        back = sorted(range(len(self.order)), key=self.order.__getitem__)
        return (permute_value(g, back),)


class Expand(View):
    """out = x repeated along axes of size 1;  dx = g summed over them (done by the walk)."""

    __slots__ = ()

    def forward(self, x: TensorBase, shape: tuple[int, ...]) -> Any:
        a = x.array  # where nothing is repeated, the result may be written
        return a.reshape(shape) if a.size == np.prod(shape) else np.broadcast_to(a, shape)

    def backward(self, g: Any) -> Any:
        return (g,)


class Cat(Function):
    """out = the inputs end to end along an axis;  each input gets its slice of g."""

    __slots__ = ("axis", "sizes")
    axis: int
    sizes: list[int]

    def forward(self, *tensors: TensorBase, axis: int) -> Any:
        self.axis, self.sizes = axis, [t.array.shape[axis] for t in tensors]
        return np.concatenate([t.array for t in tensors], axis=axis)

    def backward(self, g: Any) -> Any:
        grads, start = [], 0
        before = (slice(None),) * self.axis
        for i, size in enumerate(self.sizes):
            part = (*before, slice(start, start + size))
            grads.append(g[part] if self.wants(i) else None)
            start += size
        return tuple(grads)


class Flip(Function):
    """out = x with some axes reversed;  dx = g reversed."""

    __slots__ = ("axes",)
    axes: tuple[int, ...]

    def forward(self, x: TensorBase, axes: tuple[int, ...]) -> Any:
        self.axes = axes
        return np.flip(x.array, axes).copy()

    def backward(self, g: Any) -> Any:
        return (flip(g, self.axes) if is_tensor(g) else np.flip(g, self.axes),)


class Pad(Function):
    """out = x with a constant border;  dx = the middle of g."""

    __slots__ = ("middle",)
    middle: tuple[slice, ...]

    def forward(self, x: TensorBase, widths: tuple[tuple[int, int], ...], value: float) -> Any:
        self.middle = tuple(slice(left, left + n) for (left, _), n
                            in zip(widths, x.array.shape, strict=True))
        return np.pad(x.array, widths, constant_values=value)

    def backward(self, g: Any) -> Any:
        return (g[self.middle],)


class Tril(Function):
    """out = x below (or above) a diagonal, else 0;  dx = g cut the same way."""

    __slots__ = ("diagonal", "upper")
    diagonal: int
    upper: bool

    def forward(self, x: TensorBase, diagonal: int, upper: bool) -> Any:
        self.diagonal, self.upper = diagonal, upper
        return (np.triu if upper else np.tril)(x.array, diagonal)

    def backward(self, g: Any) -> Any:
        if is_tensor(g):
            return (Tril.apply(g, diagonal=self.diagonal, upper=self.upper),)
        return ((np.triu if self.upper else np.tril)(g, self.diagonal),)


def sizes_of(sizes: tuple[Any, ...]) -> tuple[int, ...]:
    """Sizes given as separate integers or as one sequence."""
    if len(sizes) == 1 and not isinstance(sizes[0], (int, np.integer)):
        return tuple(int(n) for n in sizes[0])
    return tuple(int(n) for n in sizes)


def reshape(input: "Tensor", *shape: Any) -> "Tensor":
    """input with the given sizes (one may be -1); RuntimeError if the count does not fit."""
    sizes = sizes_of(shape)
    try:
        return Reshape.apply(input, shape=sizes)
    except RuntimeError:
        raise RuntimeError(
            f"shape '{list(sizes)}' is invalid for input of size {input.array.size} (its shape is"
            f" {list(input.array.shape)})") from None


def view(input: "Tensor", *shape: Any) -> "Tensor":
    """As `reshape`, but RuntimeError where that would have to copy."""
    out = reshape(input, *shape)
    if input.array.size > 1 and not np.shares_memory(out.array, input.array):
        raise RuntimeError(
            "view size is not compatible with input tensor's size and stride (at least one"
            " dimension spans across two contiguous subspaces). Use .reshape(...) instead.")
    return out


def permute(input: "Tensor", *dims: Any) -> "Tensor":
    """input with its dimensions in the order `dims`."""
    order = sizes_of(dims)
    if len(order) != input.array.ndim:
        raise RuntimeError(
            "permute(sparse_coo): number of dimensions in the tensor input does not match the"
            f" length of the desired ordering of dimensions i.e. input.dim() = {input.array.ndim}"
            f" is not equal to len(dims) = {len(order)}")
    axes = tuple(axis_of(d, input.array.ndim) for d in order)
    if len(set(axes)) != len(axes):
        raise RuntimeError("permute(): duplicate dims are not allowed.")
    return Permute.apply(input, order=axes)


def transpose(input: "Tensor", dim0: int, dim1: int) -> "Tensor":
    """input with two dimensions exchanged."""
    order = list(range(input.array.ndim))
    one, two = axis_of(dim0, len(order)), axis_of(dim1, len(order))
    if order:
        order[one], order[two] = order[two], order[one]
    return Permute.apply(input, order=tuple(order))


def movedim(input: "Tensor", source: Any, destination: Any) -> "Tensor":
    """input with one dimension, or several, moved to another place."""
    ndim = input.array.ndim
    before, after = ([axis_of(d, ndim) for d in ([given] if isinstance(given, int) else given)]
                     for given in (source, destination))
    order = [d for d in range(ndim) if d not in before]
    for place, axis in sorted(zip(after, before, strict=True)):
        order.insert(place, axis)
    return Permute.apply(input, order=tuple(order))


def expand(input: "Tensor", *sizes: Any) -> "Tensor":
    """input repeated (without copying) to `sizes`; -1 keeps a size."""
    wanted = sizes_of(sizes)
    shape, extra = input.array.shape, len(wanted) - input.array.ndim
    if extra < 0:
        raise RuntimeError(
            f"expand(Tensor{list(shape)}, size={list(wanted)}): the number of sizes provided"
            f" ({len(wanted)}) must be greater or equal to the number of dimensions in the tensor"
            f" ({len(shape)})")
    if -1 in wanted[:extra]:
        raise RuntimeError("The expanded size of the tensor (-1) isn't allowed in a leading,"
                           f" non-existing dimension {wanted.index(-1)}")
    full = tuple(shape[i - extra] if n == -1 and i >= extra else n for i, n in enumerate(wanted))
    for i, n in enumerate(full[extra:]):
        if shape[i] not in (1, n):
            raise RuntimeError(
                f"The expanded size of the tensor ({n}) must match the existing size ({shape[i]})"
                f" at non-singleton dimension {i + extra}. Target sizes: {list(wanted)}. "
                f" Tensor sizes: {list(shape)}")
    return Expand.apply(input, shape=full)


def squeeze(input: "Tensor", dim: int | Sequence[int] | None = None) -> "Tensor":
    """input without its dimensions of size 1 (all, or those in `dim` that have it)."""
    shape = input.array.shape
    dims = range(len(shape)) if dim is None else [dim] if isinstance(dim, int) else dim
    drop = {axis_of(d, len(shape)) for d in dims}
    left = tuple(n for i, n in enumerate(shape) if n != 1 or i not in drop)
    return Reshape.apply(input, shape=left)


def unsqueeze(input: "Tensor", dim: int) -> "Tensor":
    """input with a new dimension of size 1 at `dim`."""
    shape = list(input.array.shape)
    shape.insert(axis_of(dim, len(shape) + 1), 1)
    return Reshape.apply(input, shape=tuple(shape))


def flatten(input: "Tensor", start_dim: int = 0, end_dim: int = -1) -> "Tensor":
    """input with the dimensions start_dim..end_dim merged into one."""
    shape = input.array.shape
    first, last = axis_of(start_dim, len(shape)), axis_of(end_dim, len(shape))
    if first > last:
        raise RuntimeError("flatten() has invalid args: start_dim cannot come after end_dim")
    if first == last and shape:
        return input
    merged = int(np.prod(shape[first:last + 1], dtype=np.int64))
    return reshape(input, (*shape[:first], merged, *shape[last + 1:]))


def cat(tensors: Sequence["Tensor"], dim: int = 0) -> "Tensor":
    """The tensors end to end along `dim`; RuntimeError if the other sizes differ."""
    if not tensors:
        raise RuntimeError("torch.cat(): expected a non-empty list of Tensors")
    for t in tensors:
        if t.array.ndim == 0:
            raise RuntimeError("zero-dimensional tensor (at position 0) cannot be concatenated;"
                               " use `stack`")
    if any(t.array.ndim > 1 for t in tensors):  # PyTorch skips vectors without elements
        tensors = [t for t in tensors if t.array.shape != (0,)]
    axis = axis_of(dim, tensors[0].array.ndim)
    first = tensors[0].array.shape
    for i, t in enumerate(tensors):
        shape = t.array.shape
        if len(shape) != len(first):
            raise RuntimeError(
                f"Tensors must have same number of dimensions: got {len(first)} and {len(shape)}")
        if (*first[:axis], *first[axis + 1:]) != (*shape[:axis], *shape[axis + 1:]):
            raise RuntimeError(
                f"Sizes of tensors must match except in dimension {axis}. Expected {list(first)}"
                f" but got {list(shape)} for tensor number {i} in the list.")
    return Cat.apply(*tensors, axis=axis)


def stack(tensors: Sequence["Tensor"], dim: int = 0) -> "Tensor":
    """The tensors (all of one shape) side by side along a new dimension."""
    if not tensors:
        raise RuntimeError("stack expects a non-empty TensorList")
    first = tensors[0].array.shape
    axis_of(dim, len(first) + 1)
    for i, t in enumerate(tensors):
        if t.array.shape != first:
            raise RuntimeError(f"stack expects each tensor to be equal size, but got {list(first)}"
                               f" at entry 0 and {list(t.array.shape)} at entry {i}")
    return cat([unsqueeze(t, dim) for t in tensors], dim)


def split(tensor: "Tensor", size: int | Sequence[int], dim: int = 0) -> tuple["Tensor", ...]:
    """Pieces of `size` (the last may be smaller), or of the listed sizes, along `dim`."""
    axis = axis_of(dim, tensor.array.ndim)
    total = tensor.array.shape[axis]
    sizes = [min(size, total - i) for i in range(0, total, size)] if isinstance(size, int) else size
    if sum(sizes) != total:
        raise RuntimeError("split_with_sizes expects split_sizes to sum exactly to"
                           f" {total} (input tensor's size at dimension {axis}), but got"
                           f" split_sizes={list(sizes)}")
    ends, before = np.cumsum(sizes).tolist(), (slice(None),) * axis
    parts = [tensor[(*before, slice(end - n, end))] for n, end in zip(sizes, ends, strict=True)]
    return several(parts, "Split" if isinstance(size, int) else "SplitWithSizes")


def chunk(input: "Tensor", chunks: int, dim: int = 0) -> tuple["Tensor", ...]:
    """At most `chunks` pieces of equal size along `dim`."""
    if not input.array.ndim:
        raise RuntimeError("chunk expects at least a 1-dimensional tensor")
    total = input.array.shape[axis_of(dim, input.array.ndim)]
    return split(input, max(1, -(-total // chunks)), dim)


def unbind(input: "Tensor", dim: int = 0) -> tuple["Tensor", ...]:
    """The slices along `dim`, without that dimension."""
    if not input.array.ndim:
        raise IndexError(f"Dimension specified as {dim} but tensor has no dimensions")
    axis = axis_of(dim, input.array.ndim)
    before = (slice(None),) * axis
    return several([input[(*before, i)] for i in range(input.array.shape[axis])], "Unbind")


def flip(input: "Tensor", *given: Any, dims: Any = None) -> "Tensor":
    """A copy with the order along `dims` (listed, or one by one) reversed."""
    axes = tuple(axis_of(d, input.array.ndim) for d in sizes_of((dims,) if given == () else given))
    return Flip.apply(input, axes=axes)


def pad(input: "Tensor", pad: Sequence[int], mode: str = "constant",
        value: float | None = 0.0) -> "Tensor":
    """input with a border; `pad` lists (left, right) from the last dimension on.

    The border is `value`, or what `mode` takes from input: replicate, reflect or circular.
    """
    if len(pad) % 2 or len(pad) > 2 * input.array.ndim:
        raise RuntimeError(f"Padding length must be divisible by 2 and at most twice the number of"
                           f" dimensions of the input; got {len(pad)} for {input.array.ndim}")
    pairs = [(pad[i], pad[i + 1]) for i in range(0, len(pad), 2)]
    widths = [(0, 0)] * (input.array.ndim - len(pairs)) + pairs[::-1]
    if mode != "constant":
        for axis, pair in enumerate(widths):
            if pair != (0, 0):
                rows = np.pad(np.arange(input.array.shape[axis]), pair, mode=BORDERS[mode])
                input = input.index_select(axis, wrap(rows))
        return input
    if any(min(pair) < 0 for pair in widths):  # a negative width cuts off
        shape = input.array.shape
        input = input[tuple(slice(max(-a, 0), n - max(-b, 0))
                            for (a, b), n in zip(widths, shape, strict=True))]
        widths = [(max(a, 0), max(b, 0)) for a, b in widths]
    return Pad.apply(input, widths=tuple(widths), value=value or 0.0)


def tril(input: "Tensor", diagonal: int = 0) -> "Tensor":
    """The lower triangle of the last two dimensions, the rest 0."""
    return Tril.apply(input, diagonal=diagonal, upper=False)


def triu(input: "Tensor", diagonal: int = 0) -> "Tensor":
    """The upper triangle of the last two dimensions, the rest 0."""
    return Tril.apply(input, diagonal=diagonal, upper=True)
