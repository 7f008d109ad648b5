import torch


@torch.compile
def f(x):
    return x * 2
