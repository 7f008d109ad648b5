"""Convolution layers: Conv1d, Conv2d, ConvTranspose2d.

Weights start as PyTorch's do: uniform within 1 / sqrt(fan in).
"""

import math
from typing import Any

from ..creation import empty
from ..ops.conv import pair
from ..tensor import Tensor
from . import functional as F
from . import init
from .module import Module, Parameter


class Convolution(Module):
    """What the layers share: weight and bias, drawn uniform within 1 / sqrt(fan in).

    ValueError if the channels are not divisible by `groups`.
    """

    weight: Parameter
    bias: Parameter | None

    def make(self, in_channels: int, out_channels: int, groups: int, bias: bool,
             weight: tuple[int, ...], dtype: Any) -> None:
        """Check the channels and register both parameters."""
        if in_channels % groups:
            raise ValueError("in_channels must be divisible by groups")
        if out_channels % groups:
            raise ValueError("out_channels must be divisible by groups")
        self.in_channels, self.out_channels, self.groups = in_channels, out_channels, groups
        self.weight = Parameter(empty(weight, dtype=dtype))
        self.register_parameter(
            "bias", Parameter(empty(out_channels, dtype=dtype)) if bias else None)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Draw new weights."""
        bound = 1 / math.sqrt(init.fans(self.weight)[0])
        for p in self.parameters():
            init.uniform_(p, -bound, bound)


class Conv2d(Convolution):
    """Two-dimensional cross-correlation, weight (out, in / groups, kh, kw)."""

    def __init__(self, in_channels: int, out_channels: int, kernel_size: Any, stride: Any = 1,
                 padding: Any = 0, dilation: Any = 1, groups: int = 1, bias: bool = True, *,
                 dtype: Any = None) -> None:
        super().__init__()
        self.kernel_size, self.stride, self.dilation = (
            pair(kernel_size), pair(stride), pair(dilation))
        self.padding = padding if isinstance(padding, str) else pair(padding)
        self.make(in_channels, out_channels, groups, bias,
                  (out_channels, in_channels // max(groups, 1), *self.kernel_size), dtype)

    def forward(self, input: Tensor) -> Tensor:
        """(N, in, H, W) or (in, H, W) -> (N, out, H', W') or (out, H', W')."""
        return F.conv2d(input, self.weight, self.bias, self.stride, self.padding, self.dilation,
                        self.groups)

    def extra_repr(self) -> str:
        """The sizes."""
        return (f"{self.in_channels}, {self.out_channels}, kernel_size={self.kernel_size},"
                f" stride={self.stride}, padding={self.padding}")


class Conv1d(Convolution):
    """One-dimensional cross-correlation, weight (out, in / groups, k)."""

    def __init__(self, in_channels: int, out_channels: int, kernel_size: int, stride: int = 1,
                 padding: Any = 0, dilation: int = 1, groups: int = 1, bias: bool = True, *,
                 dtype: Any = None) -> None:
        super().__init__()
        self.kernel_size, self.stride, self.padding, self.dilation = (
            kernel_size, stride, padding, dilation)
        self.make(in_channels, out_channels, groups, bias,
                  (out_channels, in_channels // max(groups, 1), kernel_size), dtype)

    def forward(self, input: Tensor) -> Tensor:
        """(N, in, L) or (in, L) -> (N, out, L') or (out, L')."""
        return F.conv1d(input, self.weight, self.bias, self.stride, self.padding, self.dilation,
                        self.groups)

    def extra_repr(self) -> str:
        """The sizes."""
        return (f"{self.in_channels}, {self.out_channels}, kernel_size={self.kernel_size},"
                f" stride={self.stride}, padding={self.padding}")


class ConvTranspose2d(Convolution):
    """The gradient of `Conv2d` by its input as a layer, weight (in, out / groups, kh, kw)."""

    def __init__(self, in_channels: int, out_channels: int, kernel_size: Any, stride: Any = 1,
                 padding: Any = 0, output_padding: Any = 0, groups: int = 1, bias: bool = True,
                 dilation: Any = 1, *, dtype: Any = None) -> None:
        super().__init__()
        self.kernel_size, self.stride, self.dilation = (
            pair(kernel_size), pair(stride), pair(dilation))
        self.padding, self.output_padding = pair(padding), pair(output_padding)
        self.make(in_channels, out_channels, groups, bias,
                  (in_channels, out_channels // max(groups, 1), *self.kernel_size), dtype)

    def forward(self, input: Tensor) -> Tensor:
        """(N, in, H, W) or (in, H, W) -> (N, out, H', W') or (out, H', W')."""
        return F.conv_transpose2d(input, self.weight, self.bias, self.stride, self.padding,
                                  self.output_padding, self.groups, self.dilation)
