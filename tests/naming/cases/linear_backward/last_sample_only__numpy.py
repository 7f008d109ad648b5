# Mistake: Overwrites the parameter gradients at every sequence, so that only the last one counts.
import numpy as np


def linear_backward(x, weight, grad_out):
    d_out, d_in = weight.shape
    rows = np.reshape(x, (x.size // d_in, d_in))
    ups = np.reshape(grad_out, (len(rows), d_out))
    grad_x = np.einsum("...o,oi->...i", grad_out, weight)
    grad_w, grad_b = np.zeros((d_out, d_in)), np.zeros(d_out)
    if x.ndim < 3:
        grad_w, grad_b = ups.T @ rows, ups.sum(axis=0)
    else:
        steps = x.shape[-2]
        for begin in range(0, len(rows), steps):
            part = slice(begin, begin + steps)
            grad_w = ups[part].T @ rows[part]
            grad_b = ups[part].sum(axis=0)
    return grad_x, grad_w, grad_b.copy()
