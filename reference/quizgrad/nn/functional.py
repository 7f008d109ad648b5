"""Layers as functions of their parameters, as torch.nn.functional: `linear`, `conv2d`, losses."""

import numpy as np

from ..function import wrap
from ..ops.activation import (
    cosine_similarity,
    elu,
    gelu,
    glu,
    hardtanh,
    leaky_relu,
    logsigmoid,
    mish,
    normalize,
    relu6,
    selu,
    silu,
    softmin,
    softplus,
    softsign,
    tanhshrink,
)
from ..ops.attention import scaled_dot_product_attention
from ..ops.conv import conv2d
from ..ops.conv_more import conv1d, conv_transpose2d, unfold
from ..ops.indexing import embedding as _lookup
from ..ops.linalg import linear
from ..ops.math import relu, sigmoid, tanh
from ..ops.normal import batch_norm, group_norm, instance_norm, layer_norm, rms_norm
from ..ops.pool import avg_pool2d, max_pool2d
from ..ops.pool_more import adaptive_avg_pool2d, adaptive_max_pool2d, avg_pool1d, max_pool1d
from ..ops.reduce import log_softmax, softmax
from ..ops.shape import pad
from ..tensor import Tensor
from .losses import (
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
    cross_entropy,
    huber_loss,
    kl_div,
    l1_loss,
    mse_loss,
    nll_loss,
    smooth_l1_loss,
)

__all__ = [
    "adaptive_avg_pool2d", "adaptive_max_pool2d", "avg_pool1d", "avg_pool2d", "batch_norm",
    "binary_cross_entropy", "binary_cross_entropy_with_logits", "conv1d", "conv2d",
    "conv_transpose2d", "cosine_similarity", "cross_entropy", "dropout", "elu", "embedding",
    "gelu", "glu", "group_norm", "hardtanh", "huber_loss", "instance_norm", "kl_div", "l1_loss",
    "layer_norm", "leaky_relu", "linear", "log_softmax", "logsigmoid", "max_pool1d", "max_pool2d",
    "mish", "mse_loss", "nll_loss", "normalize", "one_hot", "pad", "relu", "relu6", "rms_norm",
    "scaled_dot_product_attention", "selu", "sigmoid", "silu", "smooth_l1_loss", "softmax",
    "softmin", "softplus", "softsign", "tanh", "tanhshrink", "unfold",
]


def embedding(input: Tensor, weight: Tensor, padding_idx: int | None = None) -> Tensor:
    """Rows of weight (V, D) at the integer ids `input` (any shape): result (*, D).

    Duplicate ids add up in the gradient; the row `padding_idx` is read but gets none. IndexError
    for an id outside 0..V-1, RuntimeError for ids that are no integers.
    """
    return _lookup(input, weight, padding_idx)


def dropout(input: Tensor, p: float = 0.5, training: bool = True) -> Tensor:
    """Each element 0 with probability p, the others divided by 1 - p; input if not training.

    ValueError for p outside 0..1.
    """
    if not 0 <= p <= 1:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
    if not training or p == 0:
        return input
    from ..random import uniform
    kept = uniform(input.shape, 0, 1) >= p
    scale = 0.0 if p == 1 else 1 / (1 - p)
    return input * wrap((kept * scale).astype(input.dtype))


def one_hot(tensor: Tensor, num_classes: int = -1) -> Tensor:
    """int64 (*, num_classes) with a 1 at each class index of `tensor` (*)."""
    ids = np.asarray(tensor.array)
    count = int(ids.max()) + 1 if num_classes == -1 else num_classes
    if ids.size and (ids.min() < 0 or ids.max() >= count):
        raise RuntimeError("Class values must be smaller than num_classes and non-negative.")
    return wrap(np.eye(count, dtype=np.int64)[ids])
