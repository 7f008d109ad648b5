import torch


def layer_norm(x, weight, bias, eps):
    mean = x.mean(dim=-1, keepdim=True)
    # The biased variance, with eps inside the root: a constant row divides by sqrt(eps).
    variance = x.var(dim=-1, keepdim=True, unbiased=False)
    return weight * (x - mean) / torch.sqrt(variance + eps) + bias
