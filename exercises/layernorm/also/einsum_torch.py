import torch


def layer_norm(x, weight, bias, eps):
    size = x.size(-1)
    ones = torch.ones(size, dtype=x.dtype)
    mean = torch.einsum("...d,d->...", x, ones) / size
    diff = x - mean.unsqueeze(-1)
    power = torch.einsum("...d,...d->...", diff, diff) / size
    return torch.einsum("...d,...,d->...d", diff, (power + eps).pow(-0.5), weight) + bias
