import torch


def rope(x, positions):
    size = x.shape[-1]
    frequencies = 10000.0 ** (-torch.arange(0, size, 2) / size)
    angle = positions[:, None] * frequencies
    cos, sin = angle.cos(), angle.sin()
    even, odd = x[..., 0::2], x[..., 1::2]
    turned = even * cos - odd * sin
    x[..., 1::2] = even * sin + odd * cos
    x[..., 0::2] = turned
    return x
