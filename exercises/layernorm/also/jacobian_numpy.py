import numpy as np


# One row at a time; the gradient goes through the row's Jacobian, written out as a matrix.
def row_statistics(row, eps):
    mean = sum(row) / len(row)
    variance = sum((value - mean) ** 2 for value in row) / len(row)
    return mean, (variance + eps) ** 0.5


def layer_norm(x, weight, bias, eps):
    out = np.empty_like(x)
    for index in np.ndindex(x.shape[:-1]):
        mean, sigma = row_statistics(x[index], eps)
        for d in range(x.shape[-1]):
            out[index][d] = (x[index][d] - mean) / sigma * weight[d] + bias[d]
    return out


def layer_norm_backward(grad_out, x, weight, bias, eps):
    size = x.shape[-1]
    grad_x, grad_weight, grad_bias = np.zeros_like(x), np.zeros(size), np.zeros(size)
    for index in np.ndindex(x.shape[:-1]):
        mean, sigma = row_statistics(x[index], eps)
        x_hat = (x[index] - mean) / sigma
        jacobian = (np.eye(size) - 1 / size - np.outer(x_hat, x_hat) / size) / sigma
        grad_x[index] = jacobian.T @ (grad_out[index] * weight)
        grad_weight += grad_out[index] * x_hat
        grad_bias += grad_out[index]
    return grad_x, grad_weight, grad_bias
