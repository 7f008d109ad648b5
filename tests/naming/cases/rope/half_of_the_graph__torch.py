# Mistake: Detaches the partner of each coordinate, as if it were a constant.
import torch


def rope(x, positions):
    depth = x.size(-1)
    pair = torch.arange(depth // 2, dtype=torch.float64)
    phase = torch.outer(positions.double(), 10000.0 ** (-2 * pair / depth))
    a, b = x.unflatten(-1, (depth // 2, 2)).unbind(-1)
    out = torch.empty_like(x)
    out[..., 0::2] = a * phase.cos() - b.detach() * phase.sin()
    out[..., 1::2] = a.detach() * phase.sin() + b * phase.cos()
    return out
