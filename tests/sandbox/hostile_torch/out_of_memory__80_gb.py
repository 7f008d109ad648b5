import torch


def f(x):
    return torch.ones(10**10)
