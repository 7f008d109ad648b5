"""Pooling to a given size, and over sequences, from the operations of `pool` and `reduce`."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from ..function import wrap
from .pool import avg_pool2d, max_pool2d
from .shape import cat

if TYPE_CHECKING:
    from ..tensor import Tensor


def one(value: Any) -> Any:
    """A setting of one dimension as one of two, the height's left alone."""
    return value if isinstance(value, int) else value[0]


def max_pool1d(input: "Tensor", kernel_size: Any, stride: Any = None, padding: Any = 0,
               dilation: Any = 1, ceil_mode: bool = False, return_indices: bool = False) -> Any:
    """Maximum over windows of input (N, C, L) or (C, L); as `max_pool2d` on height 1."""
    step = one(kernel_size if stride is None else stride)
    found = max_pool2d(input.unsqueeze(-2), (1, one(kernel_size)), (1, step), (0, one(padding)),
                       (1, one(dilation)), ceil_mode, return_indices)
    if return_indices:
        return found[0].squeeze(-2), found[1].squeeze(-2)
    return found.squeeze(-2)


def avg_pool1d(input: "Tensor", kernel_size: Any, stride: Any = None, padding: Any = 0,
               ceil_mode: bool = False, count_include_pad: bool = True) -> "Tensor":
    """Average over windows of input (N, C, L) or (C, L); as `avg_pool2d` on height 1."""
    step = one(kernel_size if stride is None else stride)
    return avg_pool2d(input.unsqueeze(-2), (1, one(kernel_size)), (1, step), (0, one(padding)),
                      ceil_mode, count_include_pad).squeeze(-2)


def spans(size: int, wanted: int | None) -> list[slice]:
    """The windows of an adaptive pooling: from floor(i n / m) to ceil((i + 1) n / m)."""
    count = size if wanted is None else wanted
    return [slice(i * size // count, -(-(i + 1) * size // count)) for i in range(count)]


def adapted(input: "Tensor", output_size: Any, reduce: Callable[["Tensor"], "Tensor"]) -> "Tensor":
    """Each window of `output_size`, flattened to the last dimension, reduced to one value."""
    both = (output_size, output_size) if isinstance(output_size, int) else tuple(output_size)
    rows = []
    for high in spans(input.array.shape[-2], both[0]):
        cells = []
        for wide in spans(input.array.shape[-1], both[1]):
            cells.append(reduce(input[..., high, wide].flatten(-2)))
        rows.append(cat(cells, -1).unsqueeze(-2))
    return cat(rows, -2)


def adaptive_avg_pool2d(input: "Tensor", output_size: Any) -> "Tensor":
    """Average over windows so that (*, H, W) becomes (*, *output_size); None keeps a size."""
    return adapted(input, output_size, lambda flat: flat.mean(-1, keepdim=True))


def adaptive_max_pool2d(input: "Tensor", output_size: Any, return_indices: bool = False) -> Any:
    """Maximum over windows so that (*, H, W) becomes (*, *output_size); None keeps a size.

    With `return_indices` also where in the flattened (H, W) each first maximum stands.
    """
    out = adapted(input, output_size, lambda flat: flat.max(-1, keepdim=True)[0])
    if not return_indices:
        return out
    height, width = input.array.shape[-2:]
    places = wrap(np.broadcast_to(np.arange(height * width).reshape(height, width),
                                  input.array.shape))
    both = (output_size, output_size) if isinstance(output_size, int) else tuple(output_size)
    rows = []
    for high in spans(height, both[0]):
        cells = []
        for wide in spans(width, both[1]):
            best = input.detach()[..., high, wide].flatten(-2).argmax(-1, keepdim=True)
            cells.append(places[..., high, wide].flatten(-2).gather(-1, best))
        rows.append(cat(cells, -1).unsqueeze(-2))
    return out, cat(rows, -2)
