import numpy as np


def conv2d(x, weight, bias, stride, padding, dilation):
    """x (N, C, H, W), weight (O, C, kH, kW), bias (O,) or None -> (N, O, H_out, W_out)."""
    raise NotImplementedError


def conv2d_backward(grad_out, x, weight, bias, stride, padding, dilation):
    """grad_out (N, O, H_out, W_out) -> (grad_x, grad_weight, grad_bias); no bias: None for it."""
    raise NotImplementedError
