"""Max and average pooling over windows, as maxima and sums of shifted strided slices.

No window is ever copied out: one kernel element looks at one strided slice of the (padded)
input, and there are only kh kw of them. Each forward and its gradient are a pair of operations.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..function import NOTHING, Function, TensorBase, run, wrap
from .common import constant
from .conv import Pair, pair

if TYPE_CHECKING:
    from ..tensor import Tensor


class Windows(NamedTuple):
    """The geometry of one pooling: sizes of kernel, input and output, all (height, width)."""

    kernel: Pair
    stride: Pair
    padding: Pair
    dilation: Pair
    size: Pair
    out: Pair

    def full(self) -> Pair:
        """The size that the windows cover, from the left padding to the end of the last."""
        h, w = (max(self.size[i] + 2 * self.padding[i],
                    self.stride[i] * (self.out[i] - 1)
                    + self.dilation[i] * (self.kernel[i] - 1) + 1)
                for i in range(2))
        return h, w

    def slices(self) -> Iterator[tuple[Any, ...]]:
        """For each kernel element, where the windows read it in the covered input."""
        (s, t), (d, e) = self.stride, self.dilation
        for i in range(self.kernel[0]):
            for j in range(self.kernel[1]):
                yield (..., slice(i * d, i * d + s * (self.out[0] - 1) + 1, s),
                       slice(j * e, j * e + t * (self.out[1] - 1) + 1, t))

    def covered(self, x: Any, fill: float) -> Any:
        """x with a border of `fill`; x itself if the windows stay inside."""
        full, (p, q) = self.full(), self.padding
        if full == self.size:
            return x
        out = np.full((*x.shape[:-2], *full), fill, x.dtype)
        out[..., p:p + self.size[0], q:q + self.size[1]] = x
        return out

    def inner(self, x: Any) -> Any:
        """The part of a covered array that belongs to the input."""
        if self.full() == self.size:
            return x
        (p, q), (h, w) = self.padding, self.size
        return x[..., p:p + h, q:q + w]


class MaxPool2d(Function):
    """out = the largest in each window;  g goes to the first largest (PyTorch)."""

    __slots__ = ("win",)
    fresh = True
    win: Windows

    def forward(self, x: TensorBase, win: Windows) -> Any:
        self.win = win
        a = win.covered(x.array, -np.inf if x.array.dtype.kind == "f"
                        else np.iinfo(x.array.dtype).min)
        slices = win.slices()
        out = a[next(slices)].copy()
        later = []  # for each further element, where it is larger than all before
        for place in slices:
            if x.needs:
                later.append(a[place] > out)
            np.maximum(out, a[place], out=out)
        self.save_for_backward(constant(later))
        return out

    def backward(self, g: Any, later: Any) -> Any:
        return (run(PoolScatter, g, later=later, win=self.win),)


class PoolScatter(Function):
    """out = x put back where each window's maximum was, summed;  dx = g read from there."""

    __slots__ = ("win",)
    win: Windows

    def forward(self, x: TensorBase, later: list[Any], win: Windows) -> Any:
        self.win = win
        self.save_for_backward(constant(later))
        out = np.zeros((*x.array.shape[:-2], *win.full()), x.array.dtype)
        apart = win.stride[0] >= win.kernel[0] and win.stride[1] >= win.kernel[1]
        rest, places = x.array, list(win.slices())
        for place, larger in zip(places[:0:-1], later[::-1], strict=True):
            if apart and win.dilation == (1, 1):
                np.multiply(rest, larger, out=out[place])
            else:
                out[place] += rest * larger
            rest = rest * ~larger
        out[places[0]] += rest
        return win.inner(out)

    def backward(self, g: Any, later: Any) -> Any:
        return (run(PoolGather, g, later=later, win=self.win),)


class PoolGather(Function):
    """out = x read where each window's maximum was;  dx = g put back there."""

    __slots__ = ("win",)
    win: Windows

    def forward(self, x: TensorBase, later: list[Any], win: Windows) -> Any:
        self.win = win
        self.save_for_backward(constant(later))
        a, slices = win.covered(x.array, 0), win.slices()
        out = a[next(slices)].copy()
        for place, larger in zip(slices, later, strict=True):
            np.copyto(out, a[place], where=larger)
        return out

    def backward(self, g: Any, later: Any) -> Any:
        return (run(PoolScatter, g, later=later, win=self.win),)


class AvgPool2d(Function):
    """out = sum of each window / divisor;  g / divisor goes to every element of the window."""

    __slots__ = ("divisor", "win")
    fresh = True
    win: Windows
    divisor: Any

    def forward(self, x: TensorBase, win: Windows, divisor: Any) -> Any:
        self.win, self.divisor = win, divisor
        self.save_for_backward(NOTHING)  # PyTorch keeps the input: backward runs once
        a, slices = win.covered(x.array, 0), win.slices()
        out = a[next(slices)].copy()
        for place in slices:
            out += a[place]
        out /= divisor
        return out

    def backward(self, g: Any, *_: Any) -> Any:
        return (run(AvgPoolGrad, g, win=self.win, divisor=self.divisor),)


class AvgPoolGrad(Function):
    """out = x / divisor added to every element of its window;  dx = the average pooling of g."""

    __slots__ = ("divisor", "win")
    win: Windows
    divisor: Any

    def forward(self, x: TensorBase, win: Windows, divisor: Any) -> Any:
        self.win, self.divisor = win, divisor
        share = x.array / divisor
        if win.stride == win.kernel and win.full() == win.size == tuple(
                o * s for o, s in zip(win.out, win.stride, strict=True)):
            out = np.empty((*share.shape[:-2], *win.size), share.dtype)
            for place in win.slices():
                out[place] = share
            return out
        out = np.zeros((*share.shape[:-2], *win.full()), share.dtype)
        for place in win.slices():
            out[place] += share
        return win.inner(out)

    def backward(self, g: Any) -> Any:
        return (run(AvgPool2d, g, win=self.win, divisor=self.divisor),)


def windows(x: Any, kernel: Any, stride: Any, padding: Any, dilation: Any, ceil_mode: bool,
            name: str) -> Windows:
    """The checked geometry of a pooling; RuntimeError in PyTorch's first words."""
    k, p, d = pair(kernel), pair(padding), pair(dilation)
    s = pair(stride) if isinstance(stride, int) or stride else k
    if x.ndim not in (3, 4):
        raise RuntimeError(f"non-empty 3D or 4D (batch mode) tensor expected for input; {name} got"
                           f" shape {list(x.shape)}")
    if min(k) < 1 or min(s) < 1 or min(d) < 1:
        raise RuntimeError(f"kernel size, stride and dilation should be greater than zero, but got"
                           f" {k}, {s} and {d}")
    if any(2 * p[i] > k[i] or p[i] < 0 for i in range(2)):
        raise RuntimeError("pad should be at most half of effective kernel size, but got"
                           f" pad={max(p)}, kernel_size={max(k)} and dilation={max(d)}")
    size = (x.shape[-2], x.shape[-1])
    out = []
    for i in range(2):
        room = size[i] + 2 * p[i] - d[i] * (k[i] - 1) - 1
        steps = -(-room // s[i]) if ceil_mode else room // s[i]
        if ceil_mode and steps * s[i] >= size[i] + p[i]:
            steps -= 1  # the last window would start in the right padding
        out.append(steps + 1)
    if min(out) < 1:
        raise RuntimeError(f"Given input size: {list(x.shape[-3:])}. Calculated output size: {out}."
                           " Output size is too small")
    return Windows(k, s, p, d, size, (out[0], out[1]))


def max_pool2d(input: "Tensor", kernel_size: Any, stride: Any = None, padding: Any = 0,
               dilation: Any = 1, ceil_mode: bool = False, return_indices: bool = False) -> Any:
    """Maximum over windows of input (N, C, H, W) or (C, H, W); padding counts as -inf.

    stride defaults to kernel_size. Of equal maxima the first (row by row) takes the gradient.
    With `return_indices` also where in the flattened (H, W) each maximum stands.
    Raises RuntimeError for padding over half the kernel and windows that do not fit.
    """
    win = windows(input.array, kernel_size, stride, padding, dilation, ceil_mode, "max_pool2d")
    out = MaxPool2d.apply(input, win=win)
    return (out, wrap(places_of_maxima(input.array, win))) if return_indices else out


def places_of_maxima(x: Any, win: Windows) -> Any:
    """int64: the place in the flattened (H, W) of the first maximum of each window."""
    padded = win.covered(x, -np.inf if x.dtype.kind == "f" else np.iinfo(x.dtype).min)
    numbers = win.covered(np.arange(x.shape[-2] * x.shape[-1]).reshape(x.shape[-2:]), -1)
    best: Any = None
    for place in win.slices():
        here, value = np.broadcast_to(numbers[place], padded[place].shape), padded[place]
        if best is None:
            best, found = value, here
        else:
            larger = (value > best) | (found < 0)
            best, found = np.where(larger, value, best), np.where(larger, here, found)
    return found.astype(np.int64)


def avg_pool2d(input: "Tensor", kernel_size: Any, stride: Any = None, padding: Any = 0,
               ceil_mode: bool = False, count_include_pad: bool = True,
               divisor_override: int | None = None) -> "Tensor":
    """Average over windows of input (N, C, H, W) or (C, H, W); padding counts as 0.

    The divisor counts the padding unless `count_include_pad` is False, and never what overhangs
    it under `ceil_mode`. Raises RuntimeError as `max_pool2d`.
    """
    win = windows(input.array, kernel_size, stride, padding, 1, ceil_mode, "avg_pool2d")
    divisor = input.array.dtype.type(win.kernel[0] * win.kernel[1])
    if divisor_override is not None:
        divisor = input.array.dtype.type(divisor_override)
    elif not (count_include_pad and win.full() == tuple(
            win.size[i] + 2 * win.padding[i] for i in range(2))) and win.full() != win.size:
        spans = [spans_of(win, i, count_include_pad) for i in range(2)]
        divisor = np.outer(*spans).astype(input.array.dtype)
    return AvgPool2d.apply(input, win=win, divisor=divisor)


def spans_of(win: Windows, i: int, with_padding: bool) -> Any:
    """How many elements each window counts along axis i."""
    begin = np.arange(win.out[i]) * win.stride[i] - win.padding[i]
    border = win.padding[i] if with_padding else 0
    end = np.minimum(begin + win.kernel[i], win.size[i] + border)
    return end - np.maximum(begin, -border)
