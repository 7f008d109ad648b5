"""Window by window; what lies outside the image is cut off instead of padded."""

import numpy as np


def windows(x, weight, stride, padding, dilation):
    """(row and column of the output, slices of the image, slices of the kernel)."""
    sides = []
    for size, k in zip(x.shape[2:], weight.shape[2:]):
        span = dilation * (k - 1)
        side = []
        for start in range(-padding, size + padding - span, stride):
            inside = [t for t in range(k) if 0 <= start + t * dilation < size]
            if inside:
                first, last = inside[0], inside[-1]
                image = slice(start + first * dilation, start + last * dilation + 1, dilation)
                side.append((image, slice(first, last + 1)))
            else:
                side.append((slice(0, 0), slice(0, 0)))
        sides.append(side)
    return sides


def conv2d(x, weight, bias, stride, padding, dilation):
    down, across = windows(x, weight, stride, padding, dilation)
    out = np.zeros((x.shape[0], weight.shape[0], len(down), len(across)))
    for r, (rows, kernel_rows) in enumerate(down):
        for c, (cols, kernel_cols) in enumerate(across):
            part = x[:, None, :, rows, cols] * weight[None, :, :, kernel_rows, kernel_cols]
            out[:, :, r, c] = part.sum(axis=(2, 3, 4))
    if bias is not None:
        out += bias.reshape(1, -1, 1, 1)
    return out


def conv2d_backward(grad_out, x, weight, bias, stride, padding, dilation):
    down, across = windows(x, weight, stride, padding, dilation)
    grad_x, grad_weight = np.zeros(x.shape), np.zeros(weight.shape)
    for r, (rows, kernel_rows) in enumerate(down):
        for c, (cols, kernel_cols) in enumerate(across):
            g = grad_out[:, :, r, c]
            kernel = weight[:, :, kernel_rows, kernel_cols]
            grad_x[:, :, rows, cols] += np.tensordot(g, kernel, axes=1)
            grad_weight[:, :, kernel_rows, kernel_cols] += np.tensordot(
                g.T, x[:, :, rows, cols], axes=1
            )
    grad_bias = None if bias is None else np.einsum("nohw->o", grad_out)
    return grad_x, grad_weight, grad_bias
