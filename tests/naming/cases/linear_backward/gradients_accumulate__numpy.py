# Mistake: Adds the weight gradient of every call to those of earlier calls.
import numpy as np

collected = {}


def linear_backward(x, weight, grad_out):
    d_out, d_in = weight.shape
    rows = np.reshape(x, (x.size // d_in, d_in))
    ups = np.reshape(grad_out, (len(rows), d_out))
    grad_x = np.einsum("...o,oi->...i", grad_out, weight)
    grad_w = np.einsum("no,ni->oi", ups, rows)
    grad_w = collected.get(weight.shape, 0.0) + grad_w
    collected[weight.shape] = grad_w.copy()
    grad_b = np.einsum("no->o", ups)
    return grad_x, grad_w, grad_b.copy()
