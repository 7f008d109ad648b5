# Mistake: Turns the new token as if it stood at position 0.
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
    if cache is None:
        cache = {"keys": k[:, :, :0], "values": v[:, :, :0]}
    before = cache["keys"].shape[2]
    fresh = q.shape[2]
    where = np.arange(fresh)
    turned_q = rope(q, where)
    turned_k = rope(k, where)
    keys = np.concatenate((cache["keys"], turned_k), axis=2)
    values = np.concatenate((cache["values"], v), axis=2)
    out = np.empty(v.shape)
    for i in range(fresh):
        end = before + i + 1
        score = np.einsum("bhd,bhtd->bht", turned_q[:, :, i], keys[:, :, :end])
        score = score / q.shape[3] ** 0.5
        power = np.exp(score - score.max(axis=-1, keepdims=True))
        share = power / power.sum(axis=-1, keepdims=True)
        out[:, :, i] = np.einsum("bht,bhtd->bhd", share, values[:, :, :end])
    return out, {"keys": keys, "values": values}
