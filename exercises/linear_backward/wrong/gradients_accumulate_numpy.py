totals = {}


def linear_backward(x, weight, grad_out):
    grad_x = grad_out @ weight
    # All leading axes are the batch: every row of every one of them used the same weight.
    rows, grad_rows = (a.reshape(-1, a.shape[-1]) for a in (x, grad_out))
    key = weight.shape
    totals[key] = totals.get(key, 0.0) + grad_rows.T @ rows
    grad_weight = totals[key]
    grad_bias = grad_rows.sum(axis=0)
    return grad_x, grad_weight, grad_bias
