import numpy as np


def softmax(x, dim):
    """x of any shape -> softmax along the axis `dim`, same shape."""
    raise NotImplementedError


def softmax_backward(grad_out, x, dim):
    """grad_out (the shape of x) and the x of the forward -> the gradient of x."""
    raise NotImplementedError
