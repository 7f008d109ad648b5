import numpy as np


class Tagger:
    """A class for every step of a sequence, from a recurrent network written by hand."""

    def __init__(self, input_size, hidden_size, classes):
        rng = np.random.default_rng(0)
        self.params = {}
        for name, shape in {
            "i2h": (hidden_size, input_size),
            "h2h": (hidden_size, hidden_size),
            "h2o": (classes, hidden_size),
        }.items():
            bound = 1 / np.sqrt(shape[1])
            self.params[f"{name}.weight"] = rng.uniform(-bound, bound, shape)
            self.params[f"{name}.bias"] = rng.uniform(-bound, bound, shape[0])

    def forward(self, x):
        """x (T, B, I) -> logits (T, B, C)."""
        p = self.params
        hidden = np.zeros((x.shape[1], len(p["h2h.bias"])))
        states, logits = [hidden], []
        for x_t in x:
            recurrent = hidden @ p["h2h.weight"].T + p["h2h.bias"]
            hidden = np.tanh(x_t @ p["i2h.weight"].T + p["i2h.bias"] + recurrent)
            states.append(hidden)
            logits.append(hidden @ p["h2o.weight"].T + p["h2o.bias"])
        self.cache = x, states
        return np.stack(logits)

    def backward(self, grad_out):
        """grad_out (T, B, C) -> gradient of x (T, B, I), gradients by name."""
        p = self.params
        x, states = self.cache
        grads = {name: np.zeros_like(value) for name, value in p.items()}
        grad_x = np.empty_like(x)
        grad_hidden = 0.0
        for t in reversed(range(len(x))):
            before, after = states[t], states[t + 1]
            grads["h2o.weight"] += grad_out[t].T @ after
            grads["h2o.bias"] += grad_out[t].sum(axis=0)
            grad_hidden = grad_out[t] @ p["h2o.weight"]
            grad_z = grad_hidden * (1 - after**2)
            grads["i2h.weight"] += grad_z.T @ x[t]
            grads["i2h.bias"] += grad_z.sum(axis=0)
            grads["h2h.weight"] += grad_z.T @ before
            grads["h2h.bias"] += grad_z.sum(axis=0)
            grad_x[t] = grad_z @ p["i2h.weight"]
            grad_hidden = grad_z @ p["h2h.weight"]
        return grad_x, grads


def cross_entropy(logits, y):
    """The mean over all steps and sequences, and its gradient (T, B, C)."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    right = np.eye(logits.shape[-1])[y]
    return -(right * log_p).sum() / y.size, (np.exp(log_p) - right) / y.size


def train_step(model, x, y, lr):
    """One update on a batch of sequences; the loss before it."""
    loss, grad = cross_entropy(model.forward(x), y)
    _, grads = model.backward(grad)
    for name, value in grads.items():
        model.params[name] -= lr * value
    return float(loss)
