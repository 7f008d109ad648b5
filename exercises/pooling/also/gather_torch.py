import math

import torch
import torch.nn.functional as F


def columns(x, kernel_size, stride, padding, value):
    """(N, C, k * k, H_out * W_out) and the output's size."""
    x = F.pad(x, (padding, padding, padding, padding), value=value)
    height = (x.shape[2] - kernel_size) // stride + 1
    width = (x.shape[3] - kernel_size) // stride + 1
    flat = F.unfold(x, kernel_size, stride=stride)
    return flat.reshape(x.shape[0], x.shape[1], kernel_size**2, -1), (height, width)


def max_pool2d(x, kernel_size, stride, padding):
    cols, size = columns(x, kernel_size, stride, padding, -math.inf)
    first = cols.argmax(dim=2, keepdim=True)
    return torch.gather(cols, 2, first).reshape(*x.shape[:2], *size)


def avg_pool2d(x, kernel_size, stride, padding):
    cols, size = columns(x, kernel_size, stride, padding, 0.0)
    return (cols.sum(dim=2) / kernel_size**2).reshape(*x.shape[:2], *size)
