import torch


def layer_norm(x, weight, bias, eps):
    features = tuple(range(1, x.ndim)) or (0,)
    mean = x.mean(dim=features, keepdim=True)
    variance = x.var(dim=features, keepdim=True, unbiased=False)
    return weight * (x - mean) / torch.sqrt(variance + eps) + bias
