import torch


def rope(x, positions):
    half = x.shape[-1] // 2
    rate = torch.pow(10000.0, -torch.arange(half, dtype=x.dtype) / half)
    angle = torch.outer(positions.to(x.dtype), rate)
    unit = torch.polar(torch.ones_like(angle), angle)
    pairs = torch.view_as_complex(x.unflatten(-1, (half, 2)).contiguous())
    return torch.view_as_real(pairs * unit).reshape(x.shape)
