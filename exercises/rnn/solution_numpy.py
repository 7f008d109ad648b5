import numpy as np


class Forecaster:
    """tanh RNN over (B, T, I); the last hidden state goes through fc."""

    def __init__(self, input_size, hidden_size, output_size):
        rng = np.random.default_rng(0)
        bound = 1 / np.sqrt(hidden_size)
        shapes = {
            "rnn.weight_ih_l0": (hidden_size, input_size),
            "rnn.weight_hh_l0": (hidden_size, hidden_size),
            "rnn.bias_ih_l0": (hidden_size,),
            "rnn.bias_hh_l0": (hidden_size,),
            "fc.weight": (output_size, hidden_size),
            "fc.bias": (output_size,),
        }
        self.params = {name: rng.uniform(-bound, bound, shape) for name, shape in shapes.items()}

    def forward(self, x):
        p = self.params
        batch, steps, _ = x.shape
        h = np.zeros((batch, len(p["rnn.bias_ih_l0"])))
        # backward needs every hidden state; hidden[t] is the state before step t.
        hidden = [h]
        for t in range(steps):
            z = x[:, t] @ p["rnn.weight_ih_l0"].T + p["rnn.bias_ih_l0"]
            z = z + h @ p["rnn.weight_hh_l0"].T + p["rnn.bias_hh_l0"]
            h = np.tanh(z)
            hidden.append(h)
        self.cache = x, hidden
        return h @ p["fc.weight"].T + p["fc.bias"]

    def backward(self, grad_out):
        p = self.params
        x, hidden = self.cache
        grads = {name: np.zeros_like(value) for name, value in p.items()}
        grads["fc.weight"] = grad_out.T @ hidden[-1]
        grads["fc.bias"] = grad_out.sum(axis=0)
        grad_x = np.empty_like(x)
        grad_h = grad_out @ p["fc.weight"]
        for t in reversed(range(x.shape[1])):
            # tanh' in terms of its output, 1 - h^2.
            grad_z = grad_h * (1 - hidden[t + 1] ** 2)
            # The same weights act at every step, so each step adds its share.
            grads["rnn.weight_ih_l0"] += grad_z.T @ x[:, t]
            grads["rnn.weight_hh_l0"] += grad_z.T @ hidden[t]
            grads["rnn.bias_ih_l0"] += grad_z.sum(axis=0)
            grads["rnn.bias_hh_l0"] += grad_z.sum(axis=0)
            grad_x[:, t] = grad_z @ p["rnn.weight_ih_l0"]
            # Only the last state is read by fc; earlier ones are reached through the next step.
            grad_h = grad_z @ p["rnn.weight_hh_l0"]
        return grad_x, grads


def train_step(model, x, y, lr):
    error = model.forward(x) - y
    loss = np.mean(error**2)
    # The mean runs over all B * O elements, so the gradient is divided by that number.
    _, grads = model.backward(2 * error / error.size)
    for name, grad in grads.items():
        model.params[name] -= lr * grad
    return float(loss)
