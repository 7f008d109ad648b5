import numpy as np


def lstm_cell(x, h, c, weight_ih, weight_hh, bias_ih, bias_hh):
    """x (B, I), h (B, H), c (B, H) -> (h_new (B, H), c_new (B, H))."""
    raise NotImplementedError


def lstm_cell_backward(grad_h, grad_c, x, h, c, weight_ih, weight_hh, bias_ih, bias_hh):
    """grad_h, grad_c (B, H) -> gradients of x, h, c, weight_ih, weight_hh, bias_ih, bias_hh."""
    raise NotImplementedError
