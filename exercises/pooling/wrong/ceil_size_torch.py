import torch.nn.functional as F


def windows(x, kernel_size, stride):
    """x (N, C, H, W) -> (N, C, H_out, W_out, k * k), each window flattened row by row."""
    return x.unfold(2, kernel_size, stride).unfold(3, kernel_size, stride).flatten(-2)


def bordered(x, kernel_size, stride, padding, value):
    below, right = (-(size + 2 * padding - kernel_size) % stride for size in x.shape[2:])
    return F.pad(x, (padding, padding + right, padding, padding + below), value=value)


def max_pool2d(x, kernel_size, stride, padding):
    x = bordered(x, kernel_size, stride, padding, float("-inf"))
    return windows(x, kernel_size, stride).max(dim=-1).values


def avg_pool2d(x, kernel_size, stride, padding):
    x = bordered(x, kernel_size, stride, padding, 0.0)
    return windows(x, kernel_size, stride).mean(dim=-1)
