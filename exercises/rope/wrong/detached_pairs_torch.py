import torch


def rope(x, positions):
    size = x.shape[-1]
    frequencies = 10000.0 ** (-torch.arange(0, size, 2) / size)
    angle = positions[:, None] * frequencies
    cos, sin = angle.cos(), angle.sin()
    pairs = x.detach()
    even, odd = pairs[..., 0::2], pairs[..., 1::2]
    turned = torch.stack((even * cos - odd * sin, even * sin + odd * cos), dim=-1)
    return turned.flatten(-2)
