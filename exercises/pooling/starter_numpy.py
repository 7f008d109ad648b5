import numpy as np


def max_pool2d(x, kernel_size, stride, padding):
    """x (N, C, H, W) -> the maximum of every window, (N, C, H_out, W_out)."""
    raise NotImplementedError


def max_pool2d_backward(grad_out, x, kernel_size, stride, padding):
    """grad_out (N, C, H_out, W_out) and the x of the forward -> grad_x (N, C, H, W)."""
    raise NotImplementedError


def avg_pool2d(x, kernel_size, stride, padding):
    """x (N, C, H, W) -> the average of every window, (N, C, H_out, W_out)."""
    raise NotImplementedError


def avg_pool2d_backward(grad_out, x, kernel_size, stride, padding):
    """grad_out (N, C, H_out, W_out) and the x of the forward -> grad_x (N, C, H, W)."""
    raise NotImplementedError
