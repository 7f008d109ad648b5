"""One slice at a time, number by number."""

import math

import numpy as np


def softmax_of_list(values):
    top = max(values)
    powers = [math.exp(value - top) for value in values]
    total = math.fsum(powers)
    return [power / total for power in powers]


def softmax(x, dim):
    out = np.empty(x.shape)
    for at in np.ndindex(np.moveaxis(x, dim, 0).shape[1:]):
        slice_ = np.moveaxis(x, dim, 0)[(slice(None), *at)]
        np.moveaxis(out, dim, 0)[(slice(None), *at)] = softmax_of_list(slice_.tolist())
    return out


def softmax_backward(grad_out, x, dim):
    s = np.moveaxis(softmax(x, dim), dim, 0)
    g = np.moveaxis(grad_out, dim, 0)
    grad = np.zeros(s.shape)
    for i in range(s.shape[0]):
        for j in range(s.shape[0]):
            # d s_j / d x_i
            grad[i] += g[j] * s[j] * ((i == j) - s[i])
    return np.moveaxis(grad, 0, dim)
