import numpy as np


def sigmoid(z):
    return 0.5 * (1.0 + np.tanh(0.5 * z))


def gates(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    """The gates i, f, g, o after their activations, each (B, H)."""
    z = x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh
    i, f, g, o = np.split(z, 4, axis=1)
    return sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)


def lstm_cell(x, h, c, weight_ih, weight_hh, bias_ih, bias_hh):
    i, f, g, o = gates(x, h, weight_ih, weight_hh, bias_ih, bias_hh)
    c_new = f * c + i * g
    return o * np.tanh(c_new), c_new


def lstm_cell_backward(grad_h, grad_c, x, h, c, weight_ih, weight_hh, bias_ih, bias_hh):
    i, f, g, o = gates(x, h, weight_ih, weight_hh, bias_ih, bias_hh)
    squashed = np.tanh(f * c + i * g)
    total_c = grad_c + grad_h * o * (1.0 - squashed**2)
    grad_z = np.concatenate(
        [
            total_c * g * i * (1.0 - i),
            total_c * c * f * (1.0 - f),
            total_c * i * (1.0 - g**2),
            grad_h * squashed * o * (1.0 - o),
        ],
        axis=1,
    )
    return (
        grad_z @ weight_ih,
        grad_z @ weight_ih,
        total_c * f,
        grad_z.T @ x,
        grad_z.T @ h,
        grad_z.sum(axis=0),
        grad_z.sum(axis=0),
    )
