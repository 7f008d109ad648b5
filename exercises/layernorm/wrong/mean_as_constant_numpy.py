import numpy as np


def normalized(x, eps):
    """x with mean 0 and variance 1 along the last axis, and the factor 1 / sigma (..., 1)."""
    centered = x - x.mean(axis=-1, keepdims=True)
    variance = (centered**2).mean(axis=-1, keepdims=True)
    inverse = 1.0 / np.sqrt(variance + eps)
    return centered * inverse, inverse


def layer_norm(x, weight, bias, eps):
    x_hat, _ = normalized(x, eps)
    return weight * x_hat + bias


def layer_norm_backward(grad_out, x, weight, bias, eps):
    x_hat, inverse = normalized(x, eps)
    grad_hat = grad_out * weight
    through_variance = x_hat * (grad_hat * x_hat).mean(axis=-1, keepdims=True)
    grad_x = inverse * (grad_hat - through_variance)
    rows = tuple(range(x.ndim - 1))
    return grad_x, (grad_out * x_hat).sum(axis=rows), grad_out.sum(axis=rows)
