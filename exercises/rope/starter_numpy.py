import numpy as np


def rope(x, positions):
    """x (..., T, D), positions (T,) int64 -> (..., T, D), every pair rotated."""
    raise NotImplementedError


def rope_backward(grad_out, x, positions):
    """grad_out (..., T, D) -> grad_x (..., T, D)."""
    raise NotImplementedError
