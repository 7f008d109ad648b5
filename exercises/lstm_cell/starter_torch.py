import torch


def lstm_cell(x, h, c, weight_ih, weight_hh, bias_ih, bias_hh):
    """x (B, I), h (B, H), c (B, H) -> (h_new (B, H), c_new (B, H))."""
    raise NotImplementedError
