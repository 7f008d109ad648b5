import numpy as np


class Forecaster:
    """Each step of forward leaves the step of backward that undoes it on a tape."""

    def __init__(self, input_size, hidden_size, output_size):
        self.params = {
            "rnn.weight_ih_l0": np.random.randn(hidden_size, input_size) * 0.2,
            "rnn.weight_hh_l0": np.random.randn(hidden_size, hidden_size) * 0.2,
            "rnn.bias_ih_l0": np.random.randn(hidden_size) * 0.2,
            "rnn.bias_hh_l0": np.random.randn(hidden_size) * 0.2,
            "fc.weight": np.random.randn(output_size, hidden_size) * 0.2,
            "fc.bias": np.random.randn(output_size) * 0.2,
        }

    def forward(self, x):
        self.tape, self.x_shape = [], x.shape
        h = np.zeros((x.shape[0], self.params["rnn.weight_hh_l0"].shape[0]))
        for t in range(x.shape[1]):
            h = self.step(t, x[:, t].copy(), h)
        weight = self.params["fc.weight"].copy()

        def back(grad, grads, grad_x):
            grads["fc.weight"] = grad.T @ h
            grads["fc.bias"] = grad.sum(0)
            return grad @ weight

        self.tape.append(back)
        return np.dot(h, weight.T) + self.params["fc.bias"]

    def step(self, t, x, before):
        joined = np.hstack([x, before])
        weight = np.hstack([self.params["rnn.weight_ih_l0"], self.params["rnn.weight_hh_l0"]])
        bias = self.params["rnn.bias_ih_l0"] + self.params["rnn.bias_hh_l0"]
        after = np.tanh(joined @ weight.T + bias)

        def back(grad, grads, grad_x):
            grad = grad - grad * after * after
            shares = np.split(grad.T @ joined, [x.shape[1]], axis=1)
            for name, share in zip(("ih", "hh"), shares):
                grads[f"rnn.weight_{name}_l0"] = grads.get(f"rnn.weight_{name}_l0", 0) + share
                grads[f"rnn.bias_{name}_l0"] = grads.get(f"rnn.bias_{name}_l0", 0) + grad.sum(0)
            grad_x[:, t], flowing = np.split(grad @ weight, [x.shape[1]], axis=1)
            return flowing

        self.tape.append(back)
        return after

    def backward(self, grad_out):
        grads, grad_x, flowing = {}, np.empty(self.x_shape), grad_out
        for back in self.tape[::-1]:
            flowing = back(flowing, grads, grad_x)
        return grad_x, grads


def train_step(model, x, y, lr):
    off = model.forward(x) - y
    grads = model.backward(off * 2.0 / off.size)[1]
    for name in list(model.params):
        model.params[name] = model.params[name] - grads[name] * lr
    return float(np.square(off).mean())
