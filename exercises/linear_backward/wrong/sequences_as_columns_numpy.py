def linear_backward(x, weight, grad_out):
    grad_x = grad_out @ weight
    # All leading axes are the batch: every row of every one of them used the same weight.
    rows, grad_rows = (a.reshape(-1, a.shape[-1]) for a in (x, grad_out))
    if x.ndim > 2:
        rows = x.reshape(x.shape[-1], -1).T
    grad_weight = grad_rows.T @ rows
    grad_bias = grad_rows.sum(axis=0)
    return grad_x, grad_weight, grad_bias
