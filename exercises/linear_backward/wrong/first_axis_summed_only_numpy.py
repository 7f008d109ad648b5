def linear_backward(x, weight, grad_out):
    grad_x = grad_out @ weight
    grad_weight = grad_out.swapaxes(-1, -2) @ x
    grad_bias = grad_out.sum(axis=0)
    return grad_x, grad_weight, grad_bias
