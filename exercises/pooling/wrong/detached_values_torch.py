import torch.nn.functional as F


def windows(x, kernel_size, stride):
    """x (N, C, H, W) -> (N, C, H_out, W_out, k * k), each window flattened row by row."""
    return x.unfold(2, kernel_size, stride).unfold(3, kernel_size, stride).flatten(-2)


def max_pool2d(x, kernel_size, stride, padding):
    x = F.pad(x, (padding,) * 4, value=float("-inf"))
    return windows(x.data, kernel_size, stride).max(dim=-1).values


def avg_pool2d(x, kernel_size, stride, padding):
    x = F.pad(x, (padding,) * 4)
    return windows(x, kernel_size, stride).mean(dim=-1)
