import numpy as np


def padded(x, padding, value):
    """x with a border of `value` around every image."""
    border = (padding, padding)
    return np.pad(x, ((0, 0), (0, 0), border, border), constant_values=value)


def cropped(a, padding):
    """The inverse of `padded`: the border is cut off."""
    return a[:, :, padding : a.shape[2] - padding, padding : a.shape[3] - padding]


def places(a, kernel_size, stride):
    """For each kernel element, row by row: the slice of `a` where all windows see it."""
    rows = (a.shape[2] - kernel_size) // stride + 1
    cols = (a.shape[3] - kernel_size) // stride + 1
    return [
        np.s_[
            :, :, i : i + stride * (rows - 1) + 1 : stride, j : j + stride * (cols - 1) + 1 : stride
        ]
        for i in range(kernel_size)
        for j in range(kernel_size)
    ]


def max_pool2d(x, kernel_size, stride, padding):
    a = padded(x, padding, -np.inf)
    return np.max([a[place] for place in places(a, kernel_size, stride)], axis=0)


def max_pool2d_backward(grad_out, x, kernel_size, stride, padding):
    a = padded(x, padding, -np.inf)
    where = places(a, kernel_size, stride)
    winner = np.argmax([a[place] for place in where], axis=0)
    grad = np.zeros_like(a)
    for index, place in enumerate(where):
        grad[place] += grad_out * (winner == index)
    return cropped(grad, padding)


def avg_pool2d(x, kernel_size, stride, padding):
    a = padded(x, padding, 0.0)
    total = sum(a[place] for place in places(a, kernel_size, stride))
    return total / kernel_size**2


def avg_pool2d_backward(grad_out, x, kernel_size, stride, padding):
    grad = np.zeros_like(padded(x, padding, 0.0))
    for place in places(grad, kernel_size, stride):
        grad[place] += grad_out
    return cropped(grad, padding)
