import torch


def f(x):
    return torch.ones(()).expand(10**5, 10**5)
