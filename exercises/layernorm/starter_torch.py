import torch


def layer_norm(x, weight, bias, eps):
    """x (..., D), weight (D,), bias (D,) -> (..., D), normalized along the last axis."""
    raise NotImplementedError
