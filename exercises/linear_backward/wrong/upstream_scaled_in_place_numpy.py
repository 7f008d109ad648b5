def linear_backward(x, weight, grad_out):
    grad_x = grad_out @ weight
    # All leading axes are the batch: every row of every one of them used the same weight.
    rows, grad_rows = (a.reshape(-1, a.shape[-1]) for a in (x, grad_out))
    grad_weight = grad_rows.T @ rows
    grad_rows *= 1.0 / max(len(grad_rows), 1)
    grad_bias = grad_rows.sum(axis=0) * len(grad_rows)
    return grad_x, grad_weight, grad_bias
