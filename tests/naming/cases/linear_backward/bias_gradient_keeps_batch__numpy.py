# Mistake: Returns grad_out itself as the gradient of the bias.
import numpy as np


def linear_backward(x, weight, grad_out):
    d_out, d_in = weight.shape
    rows = np.reshape(x, (x.size // d_in, d_in))
    ups = np.reshape(grad_out, (len(rows), d_out))
    grad_x = np.einsum("...o,oi->...i", grad_out, weight)
    grad_w = np.einsum("no,ni->oi", ups, rows)
    grad_b = grad_out
    return grad_x, grad_w, grad_b.copy()
