import torch


def rope(x, positions):
    """x (..., T, D), positions (T,) int64 -> (..., T, D), every pair rotated."""
    raise NotImplementedError
