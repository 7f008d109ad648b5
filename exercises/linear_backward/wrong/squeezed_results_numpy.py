def linear_backward(x, weight, grad_out):
    grad_x = grad_out @ weight
    # All leading axes are the batch: every row of every one of them used the same weight.
    rows, grad_rows = (a.reshape(-1, a.shape[-1]) for a in (x, grad_out))
    grad_weight = grad_rows.T @ rows
    grad_bias = grad_rows.sum(axis=0)
    return grad_x.squeeze(), grad_weight.squeeze(), grad_bias.squeeze()
