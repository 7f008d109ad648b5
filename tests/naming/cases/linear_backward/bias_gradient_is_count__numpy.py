# Mistake: Counts the rows instead of summing the upstream gradient.
import numpy as np


def linear_backward(x, weight, grad_out):
    d_out, d_in = weight.shape
    rows = np.reshape(x, (x.size // d_in, d_in))
    ups = np.reshape(grad_out, (len(rows), d_out))
    grad_x = np.einsum("...o,oi->...i", grad_out, weight)
    grad_w = np.einsum("no,ni->oi", ups, rows)
    grad_b = np.full(d_out, float(len(rows)))
    return grad_x, grad_w, grad_b.copy()
