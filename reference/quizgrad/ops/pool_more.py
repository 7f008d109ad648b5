"""Pooling to a given size, and over sequences, from the operations of `pool` and `reduce`."""

from typing import TYPE_CHECKING, Any

from .pool import avg_pool2d, max_pool2d
from .shape import cat

if TYPE_CHECKING:
    from ..tensor import Tensor


def one(value: Any) -> Any:
    """A setting of one dimension as one of two, the height's left alone."""
    return value if isinstance(value, int) else value[0]


def max_pool1d(input: "Tensor", kernel_size: Any, stride: Any = None, padding: Any = 0,
               dilation: Any = 1, ceil_mode: bool = False) -> "Tensor":
    """Maximum over windows of input (N, C, L) or (C, L); as `max_pool2d` on height 1."""
    step = one(kernel_size if stride is None else stride)
    return max_pool2d(input.unsqueeze(-2), (1, one(kernel_size)), (1, step), (0, one(padding)),
                      (1, one(dilation)), ceil_mode).squeeze(-2)


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


def adapted(input: "Tensor", output_size: Any, name: str) -> "Tensor":
    """Each window of `output_size` reduced by `mean` or by the first maximum."""
    both = (output_size, output_size) if isinstance(output_size, int) else tuple(output_size)
    rows = []
    for high in spans(input.array.shape[-2], both[0]):
        cells = []
        for wide in spans(input.array.shape[-1], both[1]):
            flat = input[..., high, wide].flatten(-2)
            cells.append(flat.mean(-1, keepdim=True) if name == "mean"
                         else flat.max(-1, keepdim=True)[0])
        rows.append(cat(cells, -1).unsqueeze(-2))
    return cat(rows, -2)


def adaptive_avg_pool2d(input: "Tensor", output_size: Any) -> "Tensor":
    """Average over windows so that (*, H, W) becomes (*, *output_size); None keeps a size."""
    return adapted(input, output_size, "mean")


def adaptive_max_pool2d(input: "Tensor", output_size: Any) -> "Tensor":
    """Maximum over windows so that (*, H, W) becomes (*, *output_size); None keeps a size."""
    return adapted(input, output_size, "max")
