import torch


# x * cos + partner * sin, where the partner of (a, b) is (-b, a).
def rope(x, positions):
    size = x.size(-1)
    exponent = torch.arange(size // 2, dtype=torch.float64).mul(2).div(size)
    angle = positions.double().unsqueeze(1) / torch.tensor(10000.0).pow(exponent)
    angle = angle.repeat_interleave(2, dim=1)
    partner = torch.empty_like(x)
    partner[..., 1::2] = x[..., 0::2]
    partner[..., 0::2] = -x[..., 1::2]
    return x * angle.cos() + partner * angle.sin()
