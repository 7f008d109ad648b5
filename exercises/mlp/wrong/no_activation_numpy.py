import numpy as np


class MLP:
    """fc1 -> ReLU -> fc2, with the gradients written by hand."""

    def __init__(self, d_in, hidden, d_out):
        rng = np.random.default_rng(0)
        self.params = {
            "fc1.weight": rng.standard_normal((hidden, d_in)) * np.sqrt(2 / d_in),
            "fc1.bias": np.zeros(hidden),
            "fc2.weight": rng.standard_normal((d_out, hidden)) * np.sqrt(1 / hidden),
            "fc2.bias": np.zeros(d_out),
        }

    def forward(self, x):
        p = self.params
        h = x @ p["fc1.weight"].T + p["fc1.bias"]
        self.cache = x, h
        return h @ p["fc2.weight"].T + p["fc2.bias"]

    def backward(self, grad_out):
        p = self.params
        x, h = self.cache
        grad_z = grad_out @ p["fc2.weight"]
        # A bias is added to every row of the batch, so its gradient sums over the rows.
        grads = {
            "fc1.weight": grad_z.T @ x,
            "fc1.bias": grad_z.sum(axis=0),
            "fc2.weight": grad_out.T @ h,
            "fc2.bias": grad_out.sum(axis=0),
        }
        return grad_z @ p["fc1.weight"], grads


def train_step(model, x, y, lr):
    logits = model.forward(x)
    rows = np.arange(len(y))
    # log-softmax in one go: the shift keeps exp from overflowing, the log never sees a 0.
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_p[rows, y].mean()
    grad = np.exp(log_p)
    grad[rows, y] -= 1
    # The mean over the batch enters the gradient once, here.
    _, grads = model.backward(grad / len(y))
    for name, g in grads.items():
        model.params[name] = model.params[name] - lr * g
    return float(loss)
