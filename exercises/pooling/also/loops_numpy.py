import numpy as np


def each_window(x, kernel_size, stride, padding):
    """(n, c, i, j, rows, cols): output index and the part of the image inside the window."""
    images, channels, height, width = x.shape
    for i in range((height + 2 * padding - kernel_size) // stride + 1):
        for j in range((width + 2 * padding - kernel_size) // stride + 1):
            top, left = i * stride - padding, j * stride - padding
            rows = slice(max(top, 0), min(top + kernel_size, height))
            cols = slice(max(left, 0), min(left + kernel_size, width))
            for n in range(images):
                for c in range(channels):
                    yield n, c, i, j, rows, cols


def empty_output(x, kernel_size, stride, padding):
    height = (x.shape[2] + 2 * padding - kernel_size) // stride + 1
    width = (x.shape[3] + 2 * padding - kernel_size) // stride + 1
    return np.empty((*x.shape[:2], height, width))


def max_pool2d(x, kernel_size, stride, padding):
    out = empty_output(x, kernel_size, stride, padding)
    for n, c, i, j, rows, cols in each_window(x, kernel_size, stride, padding):
        out[n, c, i, j] = x[n, c, rows, cols].max()
    return out


def max_pool2d_backward(grad_out, x, kernel_size, stride, padding):
    grad = np.zeros(x.shape)
    for n, c, i, j, rows, cols in each_window(x, kernel_size, stride, padding):
        window = x[n, c, rows, cols]
        row, col = np.unravel_index(window.argmax(), window.shape)
        grad[n, c, rows.start + row, cols.start + col] += grad_out[n, c, i, j]
    return grad


def avg_pool2d(x, kernel_size, stride, padding):
    out = empty_output(x, kernel_size, stride, padding)
    for n, c, i, j, rows, cols in each_window(x, kernel_size, stride, padding):
        out[n, c, i, j] = x[n, c, rows, cols].sum() / (kernel_size * kernel_size)
    return out


def avg_pool2d_backward(grad_out, x, kernel_size, stride, padding):
    grad = np.zeros(x.shape)
    for n, c, i, j, rows, cols in each_window(x, kernel_size, stride, padding):
        grad[n, c, rows, cols] += grad_out[n, c, i, j] / (kernel_size * kernel_size)
    return grad
