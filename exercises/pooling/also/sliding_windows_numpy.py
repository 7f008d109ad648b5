import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def bordered(x, padding, value):
    border = (padding, padding)
    return np.pad(x, ((0, 0), (0, 0), border, border), constant_values=value)


def windows(a, kernel_size, stride):
    """(N, C, H_out, W_out, k * k)"""
    view = sliding_window_view(a, (kernel_size, kernel_size), axis=(2, 3))[:, :, ::stride, ::stride]
    return view.reshape(*view.shape[:4], -1)


def positions(a, kernel_size, stride):
    """Flat indices into `a` of every window's elements, laid out as `windows`."""
    return windows(np.arange(a.size).reshape(a.shape), kernel_size, stride)


def scattered(values, where, a, padding):
    """The sum of `values` at flat indices `where`, in the shape of `a` without its border."""
    total = np.bincount(where.ravel(), values.ravel(), minlength=a.size).reshape(a.shape)
    height, width = a.shape[2:]
    return total[:, :, padding : height - padding, padding : width - padding]


def max_pool2d(x, kernel_size, stride, padding):
    return windows(bordered(x, padding, -np.inf), kernel_size, stride).max(axis=-1)


def max_pool2d_backward(grad_out, x, kernel_size, stride, padding):
    a = bordered(x, padding, -np.inf)
    winner = windows(a, kernel_size, stride).argmax(axis=-1)[..., None]
    where = np.take_along_axis(positions(a, kernel_size, stride), winner, axis=-1)
    return scattered(grad_out, where, a, padding)


def avg_pool2d(x, kernel_size, stride, padding):
    return windows(bordered(x, padding, 0), kernel_size, stride).mean(axis=-1)


def avg_pool2d_backward(grad_out, x, kernel_size, stride, padding):
    a = bordered(x, padding, 0)
    where = positions(a, kernel_size, stride)
    share = np.broadcast_to(grad_out[..., None] / where.shape[-1], where.shape)
    return scattered(share, where, a, padding)
