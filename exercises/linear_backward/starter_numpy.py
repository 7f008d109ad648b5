import numpy as np


def linear_backward(x, weight, grad_out):
    """x (..., d_in), weight (d_out, d_in), grad_out (..., d_out).

    Returns (grad_x, grad_weight, grad_bias).
    """
    raise NotImplementedError
