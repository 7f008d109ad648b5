import numpy as np


# Backward node by node, in the reverse order of the forward, on rows flattened to (N, D).
def layer_norm(x, weight, bias, eps):
    mu = np.einsum("...d->...", x)[..., None] / x.shape[-1]
    var = np.var(x, axis=-1, keepdims=True)
    return (x - mu) * (var + eps) ** -0.5 * weight + bias


def layer_norm_backward(grad_out, x, weight, bias, eps):
    shape, size = x.shape, x.shape[-1]
    x, g = x.reshape(-1, size), grad_out.reshape(-1, size)
    count = x.shape[1]
    diff = x - np.average(x, axis=1)[:, None]
    var = np.einsum("nd,nd->n", diff, diff)[:, None] / count
    sigma = np.sqrt(var + eps)

    grad_bias = np.ones(len(g)) @ g
    grad_weight = np.einsum("nd,nd->d", g, diff / sigma)
    grad_hat = g * weight
    grad_sigma = -(grad_hat * diff).sum(1, keepdims=True) / sigma**2
    grad_var = grad_sigma / (2 * sigma)
    grad_diff = grad_hat / sigma + 2 / count * diff * grad_var
    grad_x = grad_diff - grad_diff.sum(1, keepdims=True) / count
    return grad_x.reshape(shape), grad_weight, grad_bias
