"""Normalisation: batch, layer, group, instance and RMS norm.

All use the biased variance with eps inside the root; only the running variance of batch norm
is unbiased (PyTorch). `Standardise` is one node with the fused gradient of the whole layer.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..function import Function, TensorBase, no_grad, wrap
from .special import rsqrt

if TYPE_CHECKING:
    from ..tensor import Tensor


class Standardise(Function):
    """out = (x - mean) / s, s = sqrt(var + eps), over the axes, of n elements.

    dx = (g - mean g - out mean(g out)) / s. Source: Ioffe and Szegedy 2015, section 3.
    """

    __slots__ = ("axes", "eps")
    keeps_output = True
    axes: tuple[int, ...]
    eps: float

    def forward(self, x: TensorBase, axes: tuple[int, ...], eps: float) -> Any:
        self.axes, self.eps = axes, eps
        a = x.array
        self.save_for_backward(x)
        centred = a - a.mean(axis=axes, keepdims=True)
        spread = (centred * centred).mean(axis=axes, keepdims=True)
        return centred / np.sqrt(spread + a.dtype.type(eps))

    def backward(self, g: Any, x: Any, out: Any) -> Any:
        centred = x - self.mean(x)
        root = (self.mean(centred * centred) + self.eps) ** 0.5
        return ((g - self.mean(g) - out * self.mean(g * out)) / root,)

    def mean(self, value: Any) -> Any:
        """The mean over the axes, kept."""
        n = int(np.prod([value.shape[a] for a in self.axes], dtype=np.int64))
        return value.sum(axis=self.axes, keepdims=True) / n


def scaled(x: "Tensor", weight: "Tensor | None", bias: "Tensor | None",
           shape: Sequence[int]) -> "Tensor":
    """x * weight + bias, both in `shape`."""
    if weight is not None:
        x = x * weight.reshape(shape)
    return x if bias is None else x + bias.reshape(shape)


def layer_norm(input: "Tensor", normalized_shape: Sequence[int], weight: "Tensor | None" = None,
               bias: "Tensor | None" = None, eps: float = 1e-5) -> "Tensor":
    """Standardise the last dimensions `normalized_shape`, then times weight plus bias.

    RuntimeError if input does not end in that shape. Source: Ba, Kiros and Hinton 2016.
    """
    shape = tuple(normalized_shape)
    if input.array.shape[input.array.ndim - len(shape):] != shape:
        raise RuntimeError(f"Given normalized_shape={list(shape)}, expected input with shape"
                           f" [*, {', '.join(map(str, shape))}], but got input of size"
                           f"{list(input.array.shape)}")
    axes = tuple(range(input.array.ndim - len(shape), input.array.ndim))
    return scaled(Standardise.apply(input, axes=axes, eps=eps), weight, bias, shape)


def rms_norm(input: "Tensor", normalized_shape: Sequence[int], weight: "Tensor | None" = None,
             eps: float | None = None) -> "Tensor":
    """input / sqrt(mean of input**2 + eps) over the last dimensions, times weight.

    eps defaults to the dtype's machine epsilon. Source: Zhang and Sennrich 2019.
    """
    dims = tuple(range(-len(tuple(normalized_shape)), 0))
    small = float(np.finfo(input.array.dtype).eps) if eps is None else eps
    out = input * rsqrt((input * input).mean(dims, keepdim=True) + small)
    return out if weight is None else out * weight


def group_norm(input: "Tensor", num_groups: int, weight: "Tensor | None" = None,
               bias: "Tensor | None" = None, eps: float = 1e-5) -> "Tensor":
    """Standardise each sample of (N, C, *) within num_groups groups of channels.

    RuntimeError if C is not divisible by num_groups. Source: Wu and He 2018.
    """
    shape = input.array.shape
    if shape[1] % num_groups:
        raise RuntimeError("Expected number of channels in input to be divisible by num_groups,"
                           f" but got input of shape {list(shape)} and num_groups={num_groups}")
    rest = int(np.prod(shape[1:], dtype=np.int64)) // num_groups
    apart = input.reshape(shape[0], num_groups, rest)
    out = Standardise.apply(apart, axes=(2,), eps=eps).reshape(shape)
    return scaled(out, weight, bias, (-1, *[1] * (len(shape) - 2)))


def instance_norm(input: "Tensor", running_mean: "Tensor | None" = None,
                  running_var: "Tensor | None" = None, weight: "Tensor | None" = None,
                  bias: "Tensor | None" = None, use_input_stats: bool = True,
                  momentum: float = 0.1, eps: float = 1e-5) -> "Tensor":
    """Standardise each channel of each sample of (N, C, *): a batch norm of N C channels.

    The running figures move towards the mean over the samples. Source: Ulyanov et al. 2016.
    """
    _, channels, *rest = input.array.shape
    if not use_input_stats:
        return batch_norm(input, running_mean, running_var, weight, bias, False, momentum, eps)
    if running_mean is not None and running_var is not None:
        axes = tuple(range(2, input.array.ndim))
        size = int(np.prod(rest, dtype=np.int64))
        spread = input.array.var(axis=axes).mean(axis=0) * size / (size - 1)
        moved(running_mean, input.array.mean(axis=axes).mean(axis=0), momentum)
        moved(running_var, spread, momentum)
    out = group_norm(input, channels, None, None, eps)
    return scaled(out, weight, bias, (-1, *[1] * len(rest)))


def moved(kept: "Tensor", now: Any, momentum: float) -> None:
    """Let a running figure move by `momentum` towards `now`, in place and without history."""
    with no_grad():
        kept.copy_(wrap(((1 - momentum) * kept.array + momentum * now).astype(kept.dtype)))


def batch_norm(input: "Tensor", running_mean: "Tensor | None", running_var: "Tensor | None",
               weight: "Tensor | None" = None, bias: "Tensor | None" = None,
               training: bool = False, momentum: float = 0.1, eps: float = 1e-5) -> "Tensor":
    """Standardise each channel of (N, C, *) over the batch, or by the running figures.

    In training the running figures move by `momentum` towards the batch's mean and its unbiased
    variance, in place and without history. ValueError for one value per channel in training.
    """
    shape = input.array.shape
    across = (1, -1, *[1] * (len(shape) - 2)) if len(shape) > 1 else (-1,)
    if not training and running_mean is not None and running_var is not None:
        spread = rsqrt(running_var.reshape(across) + eps)
        return scaled((input - running_mean.reshape(across)) * spread, weight, bias, across)
    axes = (0, *range(2, len(shape)))
    n = int(np.prod([shape[a] for a in axes], dtype=np.int64))
    if training and n == 1:
        raise ValueError("Expected more than 1 value per channel when training, got input size"
                         f" {list(shape)}")
    if running_mean is not None and running_var is not None:
        a = input.array
        moved(running_mean, a.mean(axis=axes), momentum)
        moved(running_var, a.var(axis=axes) * n / (n - 1), momentum)
    return scaled(Standardise.apply(input, axes=axes, eps=eps), weight, bias, across)
