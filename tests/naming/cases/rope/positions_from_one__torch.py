# Mistake: Counts the first position as 1.
import torch


def rope(x, positions):
    depth = x.size(-1)
    pair = torch.arange(depth // 2, dtype=torch.float64)
    phase = torch.outer((positions + 1).double(), 10000.0 ** (-2 * pair / depth))
    a, b = x.unflatten(-1, (depth // 2, 2)).unbind(-1)
    out = torch.empty_like(x)
    out[..., 0::2] = a * phase.cos() - b * phase.sin()
    out[..., 1::2] = a * phase.sin() + b * phase.cos()
    return out
