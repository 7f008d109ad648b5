import torch.nn.functional as F


def windows(x, kernel_size, stride):
    """x (N, C, H, W) -> (N, C, H_out, W_out, k * k), each window flattened row by row."""
    height = (x.shape[2] - kernel_size) // stride + 1
    width = (x.shape[3] - kernel_size) // stride + 1
    columns = F.unfold(x, kernel_size, stride=stride)
    columns = columns.reshape(x.shape[0], kernel_size**2, x.shape[1], height, width)
    return columns.permute(0, 2, 3, 4, 1)


def max_pool2d(x, kernel_size, stride, padding):
    x = F.pad(x, (padding,) * 4, value=float("-inf"))
    return windows(x, kernel_size, stride).max(dim=-1).values


def avg_pool2d(x, kernel_size, stride, padding):
    x = F.pad(x, (padding,) * 4)
    return windows(x, kernel_size, stride).mean(dim=-1)
