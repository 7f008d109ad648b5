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
    past = 0 if cache is None else cache[0].shape[-2]
    positions = torch.arange(past, past + q.shape[-2])
    q = rope(q, positions)
    if cache is not None:
        k = torch.cat((cache[0], k), dim=-2)
        v = torch.cat((cache[1], v), dim=-2)
    scores = q @ k.mT / math.sqrt(q.shape[-1])
    seen = torch.arange(k.shape[-2]) <= positions[:, None]
    scores = scores.masked_fill(~seen, float("-inf"))
    return torch.softmax(scores, dim=-1) @ v, (k, v)
