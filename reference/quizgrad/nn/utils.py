"""Gradient clipping, as torch.nn.utils."""

from collections.abc import Iterable

import numpy as np

from ..function import TensorBase, wrap
from ..tensor import Tensor


def clip_grad_norm_(parameters: Tensor | Iterable[Tensor], max_norm: float) -> Tensor:
    """Scale all gradients so that their joint 2-norm is at most max_norm; returns the old norm.

    The factor is max_norm / (norm + 1e-6), at most 1 (PyTorch).
    """
    params = [parameters] if isinstance(parameters, TensorBase) else list(parameters)
    grads = [p.grad for p in params if p.grad is not None]
    total = np.sqrt(sum(float(np.square(g.array, dtype=np.float64).sum()) for g in grads))
    scale = min(1.0, max_norm / (total + 1e-6))
    for g in grads:
        g.detach().mul_(scale)
    return wrap(np.asarray(total, grads[0].dtype if grads else np.float32)[()])


def clip_grad_value_(parameters: Tensor | Iterable[Tensor], clip_value: float) -> None:
    """Limit every element of every gradient to [-clip_value, clip_value]."""
    params = [parameters] if isinstance(parameters, TensorBase) else list(parameters)
    for p in params:
        if p.grad is not None:
            p.grad.detach().clamp_(-clip_value, clip_value)
