import math

import torch


def rope(x, positions):
    """x (..., T, D) with the pairs (0, 1), (2, 3), ... of every token turned by its position."""
    frequencies = 10000.0 ** (-torch.arange(0, x.shape[-1], 2) / x.shape[-1])
    angle = positions[:, None] * frequencies
    even, odd = x[..., 0::2], x[..., 1::2]
    first = even * angle.cos() - odd * angle.sin()
    second = even * angle.sin() + odd * angle.cos()
    return torch.stack((first, second), dim=-1).flatten(-2)


def kv_cache_step(q, k, v, cache):
    """q, k, v (B, H, n, D) of the n next tokens, cache: None at first, else what the step before
    returned -> (out (B, H, n, D), the new cache: whatever you need)."""
    raise NotImplementedError
