import numpy as np


def softmax(x, dim):
    e = np.exp(x)
    return e / e.sum(axis=dim, keepdims=True)


def softmax_backward(grad_out, x, dim):
    s = softmax(x, dim)
    # Every output depends on every input of its slice: the Jacobian is diag(s) - s s^T.
    mean = (grad_out * s).sum(axis=dim, keepdims=True)
    return s * (grad_out - mean)
