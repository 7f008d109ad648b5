# Mistake: Divides `grad_out` in place.
import numpy as np


def frame(x, k, s, p, fill):
    n, c, h, w = x.shape
    big = np.full((n, c, h + 2 * p, w + 2 * p), fill)
    big[:, :, p : p + h, p : p + w] = x
    return big, (h + 2 * p - k) // s + 1, (w + 2 * p - k) // s + 1


def max_pool2d(x, kernel_size, stride, padding):
    big, rows, cols = frame(x, kernel_size, stride, padding, -np.inf)
    out = np.zeros((*x.shape[:2], rows, cols))
    for r in range(rows):
        for q in range(cols):
            top, left = r * stride, q * stride
            box = big[:, :, top : top + kernel_size, left : left + kernel_size]
            out[:, :, r, q] = box.max(axis=(2, 3))
    return out


def max_pool2d_backward(grad_out, x, kernel_size, stride, padding):
    n, c, h, w = x.shape
    big, rows, cols = frame(x, kernel_size, stride, padding, -np.inf)
    grad = np.zeros_like(big)
    a, b = np.indices((n, c))
    for r in range(rows):
        for q in range(cols):
            top, left = r * stride, q * stride
            box = big[:, :, top : top + kernel_size, left : left + kernel_size]
            best = box.reshape(n, c, -1).argmax(axis=-1)
            i, j = best // kernel_size, best % kernel_size
            grad[a, b, top + i, left + j] += grad_out[:, :, r, q]
    return grad[:, :, padding : padding + h, padding : padding + w]


def avg_pool2d(x, kernel_size, stride, padding):
    big, rows, cols = frame(x, kernel_size, stride, padding, 0.0)
    out = np.zeros((*x.shape[:2], rows, cols))
    for r in range(rows):
        for q in range(cols):
            top, left = r * stride, q * stride
            box = big[:, :, top : top + kernel_size, left : left + kernel_size]
            out[:, :, r, q] = box.sum(axis=(2, 3)) / (kernel_size * kernel_size)
    return out


def avg_pool2d_backward(grad_out, x, kernel_size, stride, padding):
    h, w = x.shape[2:]
    big, rows, cols = frame(x, kernel_size, stride, padding, 0.0)
    grad = np.zeros_like(big)
    grad_out /= kernel_size**2
    part = grad_out
    for r in range(rows):
        for q in range(cols):
            top, left = r * stride, q * stride
            grad[:, :, top : top + kernel_size, left : left + kernel_size] += part[
                :, :, r : r + 1, q : q + 1
            ]
    return grad[:, :, padding : padding + h, padding : padding + w]
