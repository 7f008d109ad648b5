import torch


def layer_norm(x, weight, bias, eps):
    frozen = x.detach()
    mean = frozen.mean(dim=-1, keepdim=True)
    variance = frozen.var(dim=-1, keepdim=True, unbiased=False)
    return weight * (x - mean) / torch.sqrt(variance + eps) + bias
