"""Two-dimensional convolution as three operations that are each other's gradients.

`Conv2d` (x, w) -> out, `ConvInput` (g, w) -> dx and `ConvWeight` (x, g) -> dw are linear in both
arguments, so every further derivative is one of the three again. The arrays are computed by
im2col in blocks of samples: the columns of a block stay in the cache and their buffer is reused,
and of the kh kw shifts of the input only kw are copied.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..function import NOTHING, Function, TensorBase, run
from .shape import pad

if TYPE_CHECKING:
    from ..tensor import Tensor

BLOCK_BYTES = 900_000  # of columns at a time; measured, about half a core's level-2 cache
Pair = tuple[int, int]


class Geometry(NamedTuple):
    """The numbers of one convolution."""

    stride: Pair
    padding: Pair
    dilation: Pair
    groups: int

    def out_size(self, size: Pair, kernel: Pair) -> Pair:
        """Output height and width: (n + 2 p - d (k - 1) - 1) / s + 1, rounded down."""
        h, w = (
            (size[i] + 2 * self.padding[i] - self.dilation[i] * (kernel[i] - 1) - 1)
            // self.stride[i] + 1
            for i in range(2))
        return h, w

    def window(self, i: int, j: int, out: Pair) -> tuple[slice, slice]:
        """Where kernel element (i, j) reads in the padded input."""
        (s, t), (d, e) = self.stride, self.dilation
        return (slice(i * d, i * d + s * (out[0] - 1) + 1, s),
                slice(j * e, j * e + t * (out[1] - 1) + 1, t))


def columns(x: Any, kernel: Pair, geo: Geometry) -> Iterator[tuple[slice, list[Any]]]:
    """Blocks of samples and, by row of the kernel, their columns (n, groups, C/groups kw, L).

    Only what the kernel's columns read is copied, shift beside shift. A lower row of the kernel
    reads the same copy from a later row on, so its columns are a view; with a stride s the rows
    0, s, 2 s, ..., then 1, s + 1, ... are put together first. The buffer serves all blocks.
    """
    n, channels, height, width = x.shape
    if kernel == (1, 1) and geo.stride == (1, 1) and geo.padding == (0, 0):
        yield slice(0, n), [x.reshape(n, geo.groups, channels // geo.groups, height * width)]
        return
    (s, t), (p, q), (d, e) = geo.stride, geo.padding, geo.dilation
    out = geo.out_size((height, width), kernel)
    rows = -(-(height + 2 * p) // s)  # of each of the s parts
    full = (channels, rows * s, width + 2 * q)
    cost = channels * kernel[1] * s * rows * out[1] * x.itemsize
    block = max(1, min(n, BLOCK_BYTES // max(1, cost)))
    shifts = np.empty((block, channels, kernel[1], s, rows, out[1]), x.dtype)
    padded = None if full == x.shape[1:] else np.zeros((block, *full), x.dtype)
    for start in range(0, n, block):
        part = x[start:start + block]
        m = part.shape[0]
        if padded is not None:
            padded[:m, :, p:p + height, q:q + width] = part
            part = padded[:m]
        parts = part.reshape(m, channels, rows, s, full[2]).swapaxes(2, 3)
        for j in range(kernel[1]):
            shifts[:m, :, j] = parts[..., j * e:j * e + t * (out[1] - 1) + 1:t]
        lower = [divmod(i * d, s) for i in range(kernel[0])]
        yield slice(start, start + m), [
            shifts[:m, :, :, r, row:row + out[0]].reshape(m, geo.groups, -1, out[0] * out[1])
            for row, r in lower]


def conv(x: Any, w: Any, geo: Geometry) -> Any:
    """The convolution (cross-correlation) of arrays x (N, C, H, W) and w (O, C/groups, kh, kw)."""
    n, o, kernel = x.shape[0], w.shape[0], w.shape[2:]
    height, width = geo.out_size(x.shape[2:], kernel)
    out = np.empty((n, geo.groups, o // geo.groups, height * width), x.dtype)
    matrices = [w[:, :, i].reshape(geo.groups, o // geo.groups, -1) for i in range(kernel[0])]
    room: Any = None
    for part, rows in columns(x, kernel, geo):
        block = out[part]
        np.matmul(matrices[0], rows[0], out=block)
        room = np.empty_like(block) if room is None else room
        for matrix, cols in zip(matrices[1:], rows[1:], strict=True):
            block += np.matmul(matrix, cols, out=room[:len(block)])
    return out.reshape(n, o, height, width)


def conv_weight(x: Any, g: Any, kernel: Pair, geo: Geometry) -> Any:
    """Gradient of the weight: g times the columns, summed over the samples."""
    n, o = g.shape[:2]
    depth = x.shape[1] // geo.groups
    flat = g.reshape(n, geo.groups, o // geo.groups, -1)
    dw = np.zeros((kernel[0], geo.groups, depth * kernel[1], o // geo.groups), x.dtype)
    for part, rows in columns(x, kernel, geo):
        turned = np.ascontiguousarray(flat[part].mT)
        for i, cols in enumerate(rows):
            dw[i] += np.matmul(cols, turned).sum(axis=0)
    dw = dw.reshape(kernel[0], geo.groups, depth, kernel[1], -1)
    return dw.transpose(1, 4, 2, 0, 3).reshape(o, depth, *kernel)


def conv_input(g: Any, w: Any, size: Pair, geo: Geometry) -> Any:
    """Gradient of the input, of height and width `size`.

    With stride 1 it is the convolution of g with the flipped, transposed kernel; else each kernel
    element adds its share to the places it read (col2im).
    """
    (n, o), (_, depth, *kernel) = g.shape[:2], w.shape
    top, left = (geo.dilation[i] * (kernel[i] - 1) - geo.padding[i] for i in range(2))
    if geo.stride == (1, 1) and min(top, left) >= 0:
        flipped = w.reshape(geo.groups, o // geo.groups, depth, *kernel)[..., ::-1, ::-1]
        turned = np.ascontiguousarray(flipped.swapaxes(1, 2)).reshape(
            geo.groups * depth, o // geo.groups, *kernel)
        return conv(g, turned, geo._replace(padding=(top, left)))
    (p, q), out = geo.padding, g.shape[2:]
    dx = np.zeros((n, geo.groups * depth, size[0] + 2 * p, size[1] + 2 * q), g.dtype)
    matrix = w.reshape(geo.groups, o // geo.groups, -1)
    cost = geo.groups * matrix.shape[2] * out[0] * out[1] * g.itemsize
    block = max(1, min(n, BLOCK_BYTES // max(1, cost)))
    for start in range(0, n, block):
        part = g[start:start + block]
        cols = np.matmul(matrix.mT, part.reshape(len(part), geo.groups, o // geo.groups, -1))
        cols = cols.reshape(len(part), geo.groups * depth, *kernel, *out)
        for i in range(kernel[0]):
            for j in range(kernel[1]):
                dx[start:start + block, :, *geo.window(i, j, out)] += cols[:, :, i, j]
    return dx[:, :, p:p + size[0], q:q + size[1]] if p or q else dx


class Conv2d(Function):
    """out = x * w + b;  dx = g *^T w, dw = x * g, db = sum of g over samples and places."""

    __slots__ = ("geo",)
    fresh = True
    geo: Geometry

    def forward(self, x: TensorBase, w: TensorBase, b: TensorBase, geo: Geometry) -> Any:
        self.geo = geo
        self.save_for_backward(x, w)
        out = conv(x.array, w.array, geo)
        if b.array is not None:
            out += b.array[:, None, None]
        return out

    def backward(self, g: Any, x: Any, w: Any) -> Any:
        geo = self.geo
        dx = run(ConvInput, g, w, size=x.shape[2:], geo=geo) if self.wants(0) else None
        dw = run(ConvWeight, x, g, kernel=w.shape[2:], geo=geo) if self.wants(1) else None
        return dx, dw, g.sum(axis=(0, 2, 3)) if self.wants(2) else None


class ConvInput(Function):
    """out = g *^T w, the transposed convolution;  dg = u * w, dw = u * g."""

    __slots__ = ("geo",)
    geo: Geometry

    def forward(self, g: TensorBase, w: TensorBase, size: Pair, geo: Geometry) -> Any:
        self.geo = geo
        self.save_for_backward(g, w)
        return conv_input(g.array, w.array, size, geo)

    def backward(self, u: Any, g: Any, w: Any) -> Any:
        return (run(Conv2d, u, w, None, geo=self.geo) if self.wants(0) else None,
                run(ConvWeight, u, g, kernel=w.shape[2:], geo=self.geo) if self.wants(1) else None)


class ConvWeight(Function):
    """out = x * g, over all places;  dx = g *^T u, dg = x * u."""

    __slots__ = ("geo",)
    geo: Geometry

    def forward(self, x: TensorBase, g: TensorBase, kernel: Pair, geo: Geometry) -> Any:
        self.geo = geo
        self.save_for_backward(x, g)
        return conv_weight(x.array, g.array, kernel, geo)

    def backward(self, u: Any, x: Any, g: Any) -> Any:
        return (run(ConvInput, g, u, size=x.shape[2:], geo=self.geo) if self.wants(0) else None,
                run(Conv2d, x, u, None, geo=self.geo) if self.wants(1) else None)


def pair(value: Any) -> Pair:
    """One number for both axes, or two."""
    if isinstance(value, int):
        return value, value
    first, second = (value[0], value[0]) if len(value) == 1 else value
    return int(first), int(second)


def conv2d(input: "Tensor", weight: "Tensor", bias: "Tensor | None" = None, stride: Any = 1,
           padding: Any = 0, dilation: Any = 1, groups: int = 1) -> "Tensor":
    """Cross-correlation of input (N, C, H, W) or (C, H, W) with weight (O, C/groups, kh, kw).

    stride, padding and dilation are a number or (height, width); padding may be "valid" or
    "same" (stride 1; an even kernel pads more on the right, as in PyTorch). Raises RuntimeError
    when ranks, channels or sizes do not fit.
    """
    if input.array.ndim == 3:
        return conv2d(input.unsqueeze(0), weight, bias, stride, padding, dilation,
                      groups).squeeze(0)
    if isinstance(padding, str):
        input, padding = padded_by_name(input, weight, padding, pair(stride), pair(dilation))
    geo = Geometry(pair(stride), pair(padding), pair(dilation), groups)
    check_conv(input.array, weight.array, None if bias is None else bias.array, geo)
    return Conv2d.apply(
        input, weight, NOTHING if bias is None else bias, geo=geo)


def padded_by_name(input: "Tensor", weight: "Tensor", padding: str, stride: Pair,
                   dilation: Pair) -> tuple["Tensor", Pair]:
    """The input and the padding left to do for "same" and "valid"."""
    if padding == "valid":
        return input, (0, 0)
    if padding != "same":
        raise RuntimeError(f"Invalid padding string: '{padding}'; expected 'same' or 'valid'")
    if stride != (1, 1):
        raise RuntimeError("padding='same' is not supported for strided convolutions")
    total = [d * (k - 1) for d, k in zip(dilation, weight.array.shape[2:], strict=True)]
    if all(t % 2 == 0 for t in total):
        return input, (total[0] // 2, total[1] // 2)
    widths = [t // 2 + extra for t in total[::-1] for extra in (0, t % 2)]
    return pad(input, widths), (0, 0)


def check_conv(x: Any, w: Any, b: Any, geo: Geometry) -> None:
    """RuntimeError, first words as PyTorch's, for arguments that make no convolution."""
    given = f"weight of size {list(w.shape)}, input{list(x.shape)}"
    if x.ndim != 4 or w.ndim != 4:
        raise RuntimeError(f"Expected 3D (unbatched) or 4D (batched) input to conv2d, but got"
                           f" input of size: {list(x.shape)} (and a weight of size"
                           f" {list(w.shape)}, which must have 4 dimensions)")
    if x.dtype != w.dtype:
        raise RuntimeError(f"Input type ({x.dtype}) and weight type ({w.dtype}) should be the same")
    if min(geo.stride) < 1 or min(geo.dilation) < 1 or min(geo.padding) < 0:
        raise RuntimeError("non-positive stride is not supported, nor is a negative padding or"
                           f" dilation below 1; got {geo}")
    if w.shape[0] % geo.groups or x.shape[1] != w.shape[1] * geo.groups:
        raise RuntimeError(f"Given groups={geo.groups}, {given}: expected input to have"
                           f" {w.shape[1] * geo.groups} channels, but got {x.shape[1]} channels"
                           " instead")
    if b is not None and b.shape != w.shape[:1]:
        raise RuntimeError(f"Given {given}, expected bias to be 1-dimensional with {w.shape[0]}"
                           f" elements, but got bias of size {list(b.shape)} instead")
    if min(geo.out_size(x.shape[2:], w.shape[2:])) < 1:
        raise RuntimeError(f"Calculated padded input size per channel is too small for {given}."
                           " Kernel size can't be greater than actual input size")
