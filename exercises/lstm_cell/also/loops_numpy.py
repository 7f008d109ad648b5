import math

import numpy as np


# One sample and one unit at a time, in plain Python numbers.
def sigmoid(z):
    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))


def unit(b, j, x, h, c, weights):
    """i, f, g, o of sample b and unit j."""
    weight_ih, weight_hh, bias_ih, bias_hh = weights
    size = h.shape[1]
    z = []
    for block in range(4):
        row = block * size + j
        total = bias_ih[row] + bias_hh[row]
        total += sum(x[b, k] * weight_ih[row, k] for k in range(x.shape[1]))
        total += sum(h[b, k] * weight_hh[row, k] for k in range(size))
        z.append(total)
    return sigmoid(z[0]), sigmoid(z[1]), math.tanh(z[2]), sigmoid(z[3])


def lstm_cell(x, h, c, *weights):
    h_new, c_new = np.zeros_like(h), np.zeros_like(c)
    for b, j in np.ndindex(h.shape):
        i, f, g, o = unit(b, j, x, h, c, weights)
        c_new[b, j] = f * c[b, j] + i * g
        h_new[b, j] = o * math.tanh(c_new[b, j])
    return h_new, c_new


def lstm_cell_backward(grad_h, grad_c, x, h, c, *weights):
    weight_ih, weight_hh, bias_ih, _ = weights
    dx, dh, dc = np.zeros_like(x), np.zeros_like(h), np.zeros_like(c)
    d_ih, d_hh, d_b = np.zeros_like(weight_ih), np.zeros_like(weight_hh), np.zeros_like(bias_ih)
    size = h.shape[1]
    for b, j in np.ndindex(h.shape):
        i, f, g, o = unit(b, j, x, h, c, weights)
        t = math.tanh(f * c[b, j] + i * g)
        to_c = grad_c[b, j] + grad_h[b, j] * o * (1 - t * t)
        dc[b, j] = to_c * f
        into = [
            to_c * g * i * (1 - i),
            to_c * c[b, j] * f * (1 - f),
            to_c * i * (1 - g * g),
            grad_h[b, j] * t * o * (1 - o),
        ]
        for block, dz in enumerate(into):
            row = block * size + j
            dx[b] += dz * weight_ih[row]
            dh[b] += dz * weight_hh[row]
            d_ih[row] += dz * x[b]
            d_hh[row] += dz * h[b]
            d_b[row] += dz
    return dx, dh, dc, d_ih, d_hh, d_b, d_b.copy()
