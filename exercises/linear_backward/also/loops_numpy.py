"""One vector at a time, outer products added up."""

import numpy as np


def linear_backward(x, weight, grad_out):
    grad_x = np.zeros(x.shape)
    grad_weight = np.zeros(weight.shape)
    grad_bias = np.zeros(weight.shape[0])
    for at in np.ndindex(x.shape[:-1]):
        g = grad_out[at]
        for o in range(len(g)):
            grad_x[at] += g[o] * weight[o]
            grad_weight[o] += g[o] * x[at]
        grad_bias += g
    return grad_x, grad_weight, grad_bias
