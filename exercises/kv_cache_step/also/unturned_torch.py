import torch
import torch.nn.functional as F


def rope(x, positions):
    """x (..., T, D) with the pairs (0, 1), (2, 3), ... of every token turned by its position."""
    frequencies = 10000.0 ** (-torch.arange(0, x.shape[-1], 2) / x.shape[-1])
    angle = positions[:, None] * frequencies
    even, odd = x[..., 0::2], x[..., 1::2]
    first = even * angle.cos() - odd * angle.sin()
    second = even * angle.sin() + odd * angle.cos()
    return torch.stack((first, second), dim=-1).flatten(-2)


# Keys are kept as they came and turned at every step.
def kv_cache_step(q, k, v, cache):
    keys, values = cache if cache else (k[:, :, :0], v[:, :, :0])
    keys, values = torch.cat([keys, k], 2), torch.cat([values, v], 2)
    total, new = keys.size(2), q.size(2)
    everywhere = torch.arange(total)
    q = rope(q, everywhere[total - new :])
    mask = torch.ones(new, total, dtype=torch.bool).tril(total - new)
    out = F.scaled_dot_product_attention(q, rope(keys, everywhere), values, attn_mask=mask)
    return out, [keys, values]
