# Mistake: Returns x.T @ g, which is (d_in, d_out).
import numpy as np


def linear_backward(x, weight, grad_out):
    d_out, d_in = weight.shape
    rows = np.reshape(x, (x.size // d_in, d_in))
    ups = np.reshape(grad_out, (len(rows), d_out))
    grad_x = np.einsum("...o,oi->...i", grad_out, weight)
    grad_w = np.einsum("no,ni->io", ups, rows)
    grad_b = np.einsum("no->o", ups)
    return grad_x, grad_w, grad_b.copy()
