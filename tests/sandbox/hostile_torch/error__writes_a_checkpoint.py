import torch


def f(x):
    torch.save({'x': x}, 'model.pt')
    return x * 2
