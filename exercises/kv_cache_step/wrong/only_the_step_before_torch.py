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
    past, old_k, old_v = (0, k[..., :0, :], v[..., :0, :]) if cache is None else cache
    positions = torch.arange(past, past + q.shape[-2])
    q, k = rope(q, positions), rope(k, positions)
    new_k, new_v = k, v
    k = torch.cat((old_k, k), dim=-2)
    v = torch.cat((old_v, v), dim=-2)
    scores = q @ k.mT / math.sqrt(q.shape[-1])
    seen = torch.arange(k.shape[-2]) <= old_k.shape[-2] + torch.arange(q.shape[-2])[:, None]
    scores = scores.masked_fill(~seen, float("-inf"))
    return torch.softmax(scores, dim=-1) @ v, (past + q.shape[-2], new_k, new_v)
