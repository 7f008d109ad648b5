import torch


def f(x):
    torch.load('@SECRET@/secret.txt', weights_only=False)
    return x * 2
