import math

import numpy as np


def rope(x, positions):
    """x (..., T, D) with the pairs (0, 1), (2, 3), ... of every token turned by its position."""
    frequencies = 10000.0 ** (-np.arange(0, x.shape[-1], 2) / x.shape[-1])
    angle = positions[:, None] * frequencies
    even, odd = x[..., 0::2], x[..., 1::2]
    out = np.empty_like(x)
    out[..., 0::2] = even * np.cos(angle) - odd * np.sin(angle)
    out[..., 1::2] = even * np.sin(angle) + odd * np.cos(angle)
    return out


def kv_cache_step(q, k, v, cache):
    """q, k, v (B, H, n, D) of the n next tokens, cache: None at first, else what the step before
    returned -> (out (B, H, n, D), the new cache: whatever you need)."""
    raise NotImplementedError
