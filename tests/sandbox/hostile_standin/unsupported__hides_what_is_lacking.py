import torch


def f(x):
    try:
        return torch.fft.fft(x).real * 2
    except AttributeError:
        raise ValueError("something else") from None
