"""Columns by index arrays, products of matrices, np.add.at on the way back."""

import numpy as np


def indices(shape, weight, stride, padding, dilation):
    """Flat places in the padded image: (C kH kW, windows), and the output's size."""
    _, channels, height, width = shape
    kh, kw = weight.shape[2:]
    tall, wide = height + 2 * padding, width + 2 * padding
    tops = np.arange(0, tall - dilation * (kh - 1), stride)
    lefts = np.arange(0, wide - dilation * (kw - 1), stride)
    c, i, j = np.meshgrid(np.arange(channels), np.arange(kh), np.arange(kw), indexing="ij")
    top, left = np.meshgrid(tops, lefts, indexing="ij")
    rows = i.reshape(-1, 1) * dilation + top.reshape(1, -1)
    cols = j.reshape(-1, 1) * dilation + left.reshape(1, -1)
    return (c.reshape(-1, 1) * tall + rows) * wide + cols, (len(tops), len(lefts))


def bordered(x, padding):
    n, c, h, w = x.shape
    out = np.zeros((n, c, h + 2 * padding, w + 2 * padding))
    out[:, :, padding : padding + h, padding : padding + w] = x
    return out


def conv2d(x, weight, bias, stride, padding, dilation):
    places, size = indices(x.shape, weight, stride, padding, dilation)
    columns = bordered(x, padding).reshape(len(x), -1)[:, places]
    out = weight.reshape(len(weight), -1) @ columns
    if bias is not None:
        out = out + bias.reshape(-1, 1)
    return out.reshape(len(x), len(weight), *size)


def conv2d_backward(grad_out, x, weight, bias, stride, padding, dilation):
    places, _ = indices(x.shape, weight, stride, padding, dilation)
    a = bordered(x, padding)
    columns = a.reshape(len(x), -1)[:, places]
    g = grad_out.reshape(len(x), len(weight), -1)
    grad_weight = np.tensordot(g, columns, axes=([0, 2], [0, 2])).reshape(weight.shape)
    grad_columns = weight.reshape(len(weight), -1).T @ g
    flat = np.zeros((len(x), a[0].size))
    for n in range(len(x)):
        np.add.at(flat[n], places, grad_columns[n])
    h, w = x.shape[2:]
    grad_x = flat.reshape(a.shape)[:, :, padding : padding + h, padding : padding + w]
    if bias is None:
        return grad_x, grad_weight
    return grad_x, grad_weight, g.sum(axis=(0, 2))
