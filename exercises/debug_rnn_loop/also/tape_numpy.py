import numpy as np


class Tagger:
    """Each step leaves a function on a tape; backward calls them from the last to the first."""

    def __init__(self, input_size, hidden_size, classes):
        rng = np.random.default_rng()
        self.params = {}
        for name, rows, columns in (
            ("h2o", classes, hidden_size),
            ("h2h", hidden_size, hidden_size),
            ("i2h", hidden_size, input_size),
        ):
            self.params[f"{name}.weight"] = rng.normal(0, columns**-0.5, (rows, columns))
            self.params[f"{name}.bias"] = np.zeros(rows)

    def linear(self, name, x):
        """x @ W.T + b, and the function that takes its gradient back."""
        weight, bias = self.params[f"{name}.weight"], self.params[f"{name}.bias"]

        def back(grad, grads):
            grads[f"{name}.weight"] = grads.get(f"{name}.weight", 0) + np.dot(grad.T, x)
            grads[f"{name}.bias"] = grads.get(f"{name}.bias", 0) + np.ones(len(grad)) @ grad
            return np.dot(grad, weight)

        return np.dot(x, weight.T) + bias, back

    def step(self, x, hidden):
        a, back_a = self.linear("i2h", x)
        b, back_b = self.linear("h2h", hidden)
        hidden = np.tanh(a + b)
        logits, back_logits = self.linear("h2o", hidden)

        def back(grad_logits, grad_hidden, grads):
            grad = (grad_hidden + back_logits(grad_logits, grads)) * (1 - hidden) * (1 + hidden)
            return back_a(grad, grads), back_b(grad, grads)

        return logits, hidden, back

    def forward(self, x):
        self.tape, out = [], []
        hidden = np.zeros((x.shape[1], self.params["h2h.bias"].size))
        for x_t in x.copy():
            logits, hidden, back = self.step(x_t, hidden)
            self.tape.append(back)
            out.append(logits)
        return np.array(out)

    def backward(self, grad_out):
        grads, rows, flowing = {}, [], 0.0
        for back, grad in zip(self.tape[::-1], grad_out[::-1], strict=True):
            row, flowing = back(grad, flowing, grads)
            rows.insert(0, row)
        return np.array(rows), grads


def train_step(model, x, y, lr):
    """The losses of the steps are averaged in a loop; one backward and one update after it."""
    logits = model.forward(x)
    grad, total = np.empty_like(logits), 0.0
    for t, label in enumerate(y):
        log_sum = np.logaddexp.reduce(logits[t], axis=1)
        p = np.exp(logits[t] - log_sum[:, None])
        rows = np.arange(len(label))
        total += (log_sum - logits[t][rows, label]).mean()
        p[rows, label] -= 1
        grad[t] = p / len(label) / len(y)
    for name, value in model.backward(grad)[1].items():
        model.params[name] = model.params[name] - value * lr
    return total / len(y)
