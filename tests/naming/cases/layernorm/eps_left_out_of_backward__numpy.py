# Mistake: Uses sqrt(variance) without eps in backward.
import numpy as np


def _standardise(x, eps):
    width = x.shape[-1]
    centre = np.sum(x, axis=-1, keepdims=True) / width
    shifted = x - centre
    spread = np.sum(shifted * shifted, axis=-1, keepdims=True) / width
    inv = 1.0 / np.sqrt(spread + eps)
    return shifted * inv, inv


def layer_norm(x, weight, bias, eps):
    unit, _ = _standardise(x, eps)
    return bias + unit * weight


def layer_norm_backward(grad_out, x, weight, bias, eps):
    unit, inv = _standardise(x, 0.0)
    flat_g = grad_out.reshape(-1, grad_out.shape[-1])
    flat_u = unit.reshape(-1, unit.shape[-1])
    d_bias = flat_g.sum(0)
    d_weight = np.einsum("nd,nd->d", flat_g, flat_u)
    d_unit = grad_out * weight
    through_mean = d_unit.mean(-1, keepdims=True)
    through_var = unit * (d_unit * unit).mean(-1, keepdims=True)
    d_x = inv * (d_unit - through_mean - through_var)
    return d_x, d_weight, d_bias
