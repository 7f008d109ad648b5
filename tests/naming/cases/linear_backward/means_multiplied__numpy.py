# Mistake: Takes the outer product of the summed gradient and the mean input.
import numpy as np


def linear_backward(x, weight, grad_out):
    d_out, d_in = weight.shape
    rows = np.reshape(x, (x.size // d_in, d_in))
    ups = np.reshape(grad_out, (len(rows), d_out))
    grad_x = np.einsum("...o,oi->...i", grad_out, weight)
    grad_w = np.multiply.outer(ups.sum(0), rows.sum(0) / max(len(rows), 1))
    grad_b = np.einsum("no->o", ups)
    return grad_x, grad_w, grad_b.copy()
