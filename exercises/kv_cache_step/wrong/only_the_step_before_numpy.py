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
    past, old_k, old_v = (0, k[..., :0, :], v[..., :0, :]) if cache is None else cache
    positions = np.arange(past, past + q.shape[-2])
    q, k = rope(q, positions), rope(k, positions)
    new_k, new_v = k, v
    k = np.concatenate([old_k, k], axis=-2)
    v = np.concatenate([old_v, v], axis=-2)
    scores = q @ k.swapaxes(-1, -2) / math.sqrt(q.shape[-1])
    seen = np.arange(k.shape[-2]) <= old_k.shape[-2] + np.arange(q.shape[-2])[:, None]
    scores = np.where(seen, scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    return weights @ v, (past + q.shape[-2], new_k, new_v)
