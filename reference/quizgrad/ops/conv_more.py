"""conv1d, the transposed convolution and unfold, all from the three operations of `conv`."""

from typing import TYPE_CHECKING, Any

import numpy as np

from ..function import wrap
from .conv import ConvInput, Geometry, conv2d, pair
from .shape import pad, reshape

if TYPE_CHECKING:
    from ..tensor import Tensor


def flat(value: Any, still: int) -> tuple[int, int]:
    """A setting of one dimension as one of two, the height's being `still`."""
    return still, value if isinstance(value, int) else value[0]


def conv1d(input: "Tensor", weight: "Tensor", bias: "Tensor | None" = None, stride: Any = 1,
           padding: Any = 0, dilation: Any = 1, groups: int = 1) -> "Tensor":
    """Cross-correlation of input (N, C, L) or (C, L) with weight (O, C/groups, k).

    As `conv2d` on images of height 1, with its errors.
    """
    if weight.array.ndim != 3 or input.array.ndim not in (2, 3):
        raise RuntimeError("Expected 2D (unbatched) or 3D (batched) input to conv1d, but got input"
                           f" of size: {list(input.array.shape)} (and a weight of size"
                           f" {list(weight.array.shape)}, which must have 3 dimensions)")
    side = padding if isinstance(padding, str) else flat(padding, 0)
    out = conv2d(input.unsqueeze(-2), weight.unsqueeze(-2), bias, flat(stride, 1), side,
                 flat(dilation, 1), groups)
    return out.squeeze(-2)


def conv_transpose2d(input: "Tensor", weight: "Tensor", bias: "Tensor | None" = None,
                     stride: Any = 1, padding: Any = 0, output_padding: Any = 0, groups: int = 1,
                     dilation: Any = 1) -> "Tensor":
    """The gradient of `conv2d` by its input, as a layer: weight (C, O/groups, kh, kw).

    Height (H - 1) stride - 2 padding + dilation (kh - 1) + output_padding + 1. RuntimeError when
    channels do not fit or output_padding is not smaller than stride or dilation.
    """
    if input.array.ndim == 3:
        return conv_transpose2d(input.unsqueeze(0), weight, bias, stride, padding, output_padding,
                                groups, dilation).squeeze(0)
    geo = Geometry(pair(stride), pair(padding), pair(dilation), groups)
    more, kernel = pair(output_padding), weight.array.shape[2:]
    if any(m >= max(s, d) for m, s, d in zip(more, geo.stride, geo.dilation, strict=True)):
        raise RuntimeError("output padding must be smaller than either stride or dilation, but got"
                           f" output_padding {more}, stride {geo.stride}, dilation {geo.dilation}")
    if input.array.ndim != 4 or input.array.shape[1] != weight.array.shape[0]:
        raise RuntimeError(f"Given transposed=1, weight of size {list(weight.array.shape)},"
                           f" expected input{list(input.array.shape)} to have"
                           f" {weight.array.shape[0]} channels")
    size = tuple((input.array.shape[2 + i] - 1) * geo.stride[i] - 2 * geo.padding[i]
                 + geo.dilation[i] * (kernel[i] - 1) + more[i] + 1 for i in range(2))
    # With output_padding >= stride the convolution of that size has more windows than the input.
    more_rows, more_columns = (
        wide - n for wide, n in zip(geo.out_size((size[0], size[1]), (kernel[0], kernel[1])),
                                    input.array.shape[2:], strict=True))
    if more_rows or more_columns:
        input = pad(input, (0, more_columns, 0, more_rows))
    out: Tensor = ConvInput.apply(input, weight, size=size, geo=geo)
    return out if bias is None else out + bias.reshape(-1, 1, 1)


def unfold(input: "Tensor", kernel_size: Any, dilation: Any = 1, padding: Any = 0,
           stride: Any = 1) -> "Tensor":
    """The windows of input (N, C, H, W) as columns (N, C kh kw, L), as a convolution reads them."""
    geo = Geometry(pair(stride), (0, 0), pair(dilation), 1)
    (p, q), kernel = pair(padding), pair(kernel_size)
    x = pad(input, (q, q, p, p)) if p or q else input
    n, channels, height, width = x.array.shape
    out = geo.out_size((height, width), kernel)
    rows = [np.arange(k)[:, None] * d + np.arange(o) * s for k, d, o, s in zip(
        kernel, geo.dilation, out, geo.stride, strict=True)]
    windows = x[:, :, wrap(rows[0][:, None, :, None]), wrap(rows[1][None, :, None, :])]
    return reshape(windows, n, channels * kernel[0] * kernel[1], out[0] * out[1])


