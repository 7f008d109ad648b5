import numpy as np


class Tagger:
    """Deltas of all steps first, then one contraction over time and batch per parameter."""

    def __init__(self, input_size, hidden_size, classes):
        rng = np.random.default_rng()
        self.params = {
            "i2h.weight": rng.normal(0, 0.3, (hidden_size, input_size)),
            "i2h.bias": np.zeros(hidden_size),
            "h2h.weight": rng.normal(0, 0.3, (hidden_size, hidden_size)),
            "h2h.bias": np.zeros(hidden_size),
            "h2o.weight": rng.normal(0, 0.3, (classes, hidden_size)),
            "h2o.bias": np.zeros(classes),
        }

    def forward(self, x):
        w_in, b_in, w, b, w_out, b_out = self.params.values()
        inputs = np.einsum("tbi,hi->tbh", x, w_in) + (b_in + b)
        states = np.zeros((len(x) + 1, x.shape[1], len(w)))
        for t, u in enumerate(inputs):
            states[t + 1] = np.tanh(u + np.einsum("bk,hk->bh", states[t], w))
        self.x, self.states = x.copy(), states
        return np.einsum("tbh,ch->tbc", states[1:], w_out) + b_out

    def backward(self, grad_out):
        w_in, _, w, _, w_out, _ = self.params.values()
        after, before = self.states[1:], self.states[:-1]
        delta = np.einsum("tbc,ch->tbh", grad_out, w_out)
        for t in range(len(delta) - 1, -1, -1):
            if t + 1 < len(delta):
                delta[t] += np.einsum("bh,hk->bk", delta[t + 1], w)
            delta[t] *= 1 - after[t] ** 2
        bias = np.einsum("tbh->h", delta)
        return np.einsum("tbh,hi->tbi", delta, w_in), {
            "i2h.weight": np.einsum("tbh,tbi->hi", delta, self.x),
            "i2h.bias": bias,
            "h2h.weight": np.einsum("tbh,tbk->hk", delta, before),
            "h2h.bias": bias.copy(),
            "h2o.weight": np.einsum("tbc,tbh->ch", grad_out, after),
            "h2o.bias": np.einsum("tbc->c", grad_out),
        }


def train_step(model, x, y, lr):
    logits = model.forward(x)
    top = logits.max(axis=2)
    log_sum = top + np.log(np.exp(logits - top[:, :, None]).sum(axis=2))
    picked = np.take_along_axis(logits, y[:, :, None], axis=2)[:, :, 0]
    p = np.exp(logits - log_sum[:, :, None])
    np.put_along_axis(p, y[:, :, None], np.exp(picked - log_sum)[:, :, None] - 1, axis=2)
    grads = model.backward(p / y.size)[1]
    model.params = {name: value - lr * grads[name] for name, value in model.params.items()}
    return np.mean(log_sum - picked)
