"""Normalisation layers: BatchNorm1d/2d, LayerNorm, GroupNorm, RMSNorm."""

from typing import Any

from ..creation import ones, zeros
from ..dtypes import int64
from ..tensor import Tensor
from . import functional as F
from .module import Module, Parameter


class Affine(Module):
    """What the layers share: weight, starting at 1, and bias, starting at 0, or neither."""

    weight: Parameter | None
    bias: Parameter | None

    def make_affine(self, shape: tuple[int, ...], weight: bool, bias: bool, dtype: Any) -> None:
        """Register both parameters."""
        self.register_parameter("weight", Parameter(ones(shape, dtype=dtype)) if weight else None)
        self.register_parameter("bias", Parameter(zeros(shape, dtype=dtype)) if bias else None)


class BatchNorm(Affine):
    """Standardise each channel over the batch in training, by running figures in evaluation.

    Buffers: running_mean (C), running_var (C, unbiased), num_batches_tracked.
    """

    ranks: tuple[int, ...] = ()
    running_mean: Tensor | None
    running_var: Tensor | None
    num_batches_tracked: Tensor | None

    def __init__(self, num_features: int, eps: float = 1e-5, momentum: float | None = 0.1,
                 affine: bool = True, track_running_stats: bool = True, *, bias: bool = True,
                 dtype: Any = None) -> None:
        super().__init__()
        self.num_features, self.eps, self.momentum = num_features, eps, momentum
        self.affine, self.track_running_stats = affine, track_running_stats
        self.make_affine((num_features,), affine, affine and bias, dtype)
        tracked = track_running_stats
        self.register_buffer("running_mean", zeros(num_features, dtype=dtype) if tracked else None)
        self.register_buffer("running_var", ones(num_features, dtype=dtype) if tracked else None)
        self.register_buffer("num_batches_tracked", zeros((), dtype=int64) if tracked else None)

    def forward(self, input: Tensor) -> Tensor:
        """(N, C) or (N, C, *), kept. ValueError for another rank."""
        if input.ndim not in self.ranks:
            expected = " or ".join(f"{rank}D" for rank in self.ranks)
            raise ValueError(f"expected {expected} input (got {input.ndim}D input)")
        momentum = self.momentum or 0.0
        if self.training and self.num_batches_tracked is not None:
            self.num_batches_tracked += 1
            if self.momentum is None:  # a plain average over all batches
                momentum = 1.0 / float(self.num_batches_tracked.item())
        use_batch = self.training or self.running_mean is None
        return F.batch_norm(input, self.running_mean, self.running_var, self.weight, self.bias,
                            use_batch, momentum, self.eps)

    def extra_repr(self) -> str:
        """The settings."""
        return (f"{self.num_features}, eps={self.eps}, momentum={self.momentum},"
                f" affine={self.affine}, track_running_stats={self.track_running_stats}")


class BatchNorm1d(BatchNorm):
    """Batch normalisation of (N, C) or (N, C, L)."""

    ranks = (2, 3)


class BatchNorm2d(BatchNorm):
    """Batch normalisation of (N, C, H, W)."""

    ranks = (4,)


class LayerNorm(Affine):
    """Standardise the last dimensions, `normalized_shape`, of every sample."""

    def __init__(self, normalized_shape: Any, eps: float = 1e-5, elementwise_affine: bool = True,
                 bias: bool = True, *, dtype: Any = None) -> None:
        super().__init__()
        self.normalized_shape = ((normalized_shape,) if isinstance(normalized_shape, int)
                                 else tuple(normalized_shape))
        self.eps, self.elementwise_affine = eps, elementwise_affine
        self.make_affine(self.normalized_shape, elementwise_affine, elementwise_affine and bias,
                         dtype)

    def forward(self, input: Tensor) -> Tensor:
        """(*, normalized_shape), kept."""
        return F.layer_norm(input, self.normalized_shape, self.weight, self.bias, self.eps)

    def extra_repr(self) -> str:
        """The settings."""
        return (f"{self.normalized_shape}, eps={self.eps},"
                f" elementwise_affine={self.elementwise_affine}")


class RMSNorm(Affine):
    """Divide by the root mean square of the last dimensions; times weight."""

    def __init__(self, normalized_shape: Any, eps: float | None = None,
                 elementwise_affine: bool = True, *, dtype: Any = None) -> None:
        super().__init__()
        self.normalized_shape = ((normalized_shape,) if isinstance(normalized_shape, int)
                                 else tuple(normalized_shape))
        self.eps, self.elementwise_affine = eps, elementwise_affine
        self.make_affine(self.normalized_shape, elementwise_affine, False, dtype)

    def forward(self, input: Tensor) -> Tensor:
        """(*, normalized_shape), kept."""
        return F.rms_norm(input, self.normalized_shape, self.weight, self.eps)


class GroupNorm(Affine):
    """Standardise each sample within groups of channels. ValueError if they do not divide."""

    def __init__(self, num_groups: int, num_channels: int, eps: float = 1e-5, affine: bool = True,
                 *, bias: bool = True, dtype: Any = None) -> None:
        super().__init__()
        if num_channels % num_groups:
            raise ValueError("num_channels must be divisible by num_groups")
        self.num_groups, self.num_channels, self.eps, self.affine = (
            num_groups, num_channels, eps, affine)
        self.make_affine((num_channels,), affine, affine and bias, dtype)

    def forward(self, input: Tensor) -> Tensor:
        """(N, C, *), kept."""
        return F.group_norm(input, self.num_groups, self.weight, self.bias, self.eps)

    def extra_repr(self) -> str:
        """The settings."""
        return f"{self.num_groups}, {self.num_channels}, eps={self.eps}, affine={self.affine}"
