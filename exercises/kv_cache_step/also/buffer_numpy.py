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


# A buffer with room to spare; a step copies it, so that the old cache stays usable.
def kv_cache_step(q, k, v, cache):
    batch, heads, new, size = q.shape
    if cache is None:
        cache = {"length": 0, "kv": np.zeros((2, batch, heads, 4, size))}
    past, total = cache["length"], cache["length"] + new
    room = max(cache["kv"].shape[3], 2 * total)
    kv = np.zeros((2, batch, heads, room, size))
    kv[:, :, :, :past] = cache["kv"][:, :, :, :past]
    positions = past + np.arange(new)
    kv[0, :, :, past:total] = rope(k, positions)
    kv[1, :, :, past:total] = v
    scores = np.einsum("bhtd,bhsd->bhts", rope(q, positions), kv[0, :, :, :total])
    scores = scores * size**-0.5 - 1e30 * np.triu(np.ones((new, total)), past + 1)
    powers = np.exp(scores - scores.max(-1, keepdims=True))
    mixed = np.einsum("bhts,bhsd->bhtd", powers, kv[1, :, :, :total])
    return mixed / powers.sum(-1)[..., None], {"length": total, "kv": kv}
