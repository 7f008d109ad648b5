import torch


class Loop(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2

    @staticmethod
    def backward(ctx, g):
        while True:
            pass


def f(x):
    y = Loop.apply(x)
    y.sum().backward()
    return y
