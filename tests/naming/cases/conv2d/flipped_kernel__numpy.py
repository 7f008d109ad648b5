# Mistake: Turns the kernel by 180 degrees.
import numpy as np


def conv2d(x, weight, bias, stride, padding, dilation):
    n, _, h, w = x.shape
    filters, _, kh, kw = weight.shape
    big = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    rows = (h + 2 * padding - dilation * (kh - 1) - 1) // stride + 1
    cols = (w + 2 * padding - dilation * (kw - 1) - 1) // stride + 1
    out = np.zeros((n, filters, rows, cols))
    for r in range(rows):
        for c in range(cols):
            y0, x0 = r * stride, c * stride
            y1, x1 = y0 + dilation * (kh - 1) + 1, x0 + dilation * (kw - 1) + 1
            box = big[:, :, y0:y1:dilation, x0:x1:dilation]
            out[:, :, r, c] = np.tensordot(box, weight[:, :, ::-1, ::-1], axes=([1, 2, 3], [1, 2, 3]))
    if bias is not None:
        out += bias.reshape(1, -1, 1, 1)
    return out


def conv2d_backward(grad_out, x, weight, bias, stride, padding, dilation):
    _, _, h, w = x.shape
    _, _, kh, kw = weight.shape
    big = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    d_big, d_weight = np.zeros(big.shape), np.zeros(weight.shape)
    rows, cols = grad_out.shape[2:]
    for r in range(rows):
        for c in range(cols):
            y0, x0 = r * stride, c * stride
            y1, x1 = y0 + dilation * (kh - 1) + 1, x0 + dilation * (kw - 1) + 1
            up = grad_out[:, :, r, c]
            box = big[:, :, y0:y1:dilation, x0:x1:dilation]
            d_weight += np.tensordot(up, box, axes=(0, 0))
            d_big[:, :, y0:y1:dilation, x0:x1:dilation] += np.tensordot(up, weight, axes=(1, 0))
    d_x = d_big[:, :, padding : padding + h, padding : padding + w]
    d_bias = None if bias is None else np.einsum("nohw->o", grad_out)
    return d_x.copy(), d_weight, d_bias
