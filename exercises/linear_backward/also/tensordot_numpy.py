"""The bias is a column of the weight that meets a constant input 1."""

import numpy as np


def linear_backward(x, weight, grad_out):
    leading = list(range(x.ndim - 1))
    ones = np.ones((*x.shape[:-1], 1))
    extended = np.concatenate([x, ones], axis=-1)
    both = np.tensordot(grad_out, extended, axes=(leading, leading))
    return np.tensordot(grad_out, weight, axes=(-1, 0)), both[:, :-1], both[:, -1]
