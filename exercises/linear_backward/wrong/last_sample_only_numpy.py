def linear_backward(x, weight, grad_out):
    grad_x = grad_out @ weight
    # One sample of a batch of sequences after the other.
    samples = zip(grad_out, x) if x.ndim > 2 else [(grad_out, x)]
    for grad_rows, rows in samples:
        grad_weight = grad_rows.T @ rows
        grad_bias = grad_rows.sum(axis=0)
    return grad_x, grad_weight, grad_bias
