import math

import numpy as np


class MLP:
    """One sample and one hidden unit at a time."""

    def __init__(self, d_in, hidden, d_out):
        self.sizes = d_in, hidden, d_out
        self.params = {
            "fc1.weight": np.full((hidden, d_in), 0.01),
            "fc1.bias": np.zeros(hidden),
            "fc2.weight": np.full((d_out, hidden), 0.01),
            "fc2.bias": np.zeros(d_out),
        }

    def forward(self, x):
        self.samples = []
        out = np.empty((len(x), self.sizes[2]))
        for n, sample in enumerate(x):
            hidden = []
            for row, bias in zip(self.params["fc1.weight"], self.params["fc1.bias"], strict=True):
                z = bias + row.dot(sample)
                hidden.append(z if z > 0 else 0.0)
            self.samples.append((np.array(sample), np.array(hidden)))
            out[n] = self.params["fc2.bias"] + self.params["fc2.weight"].dot(hidden)
        return out

    def backward(self, grad_out):
        grads = {name: np.zeros(value.shape) for name, value in self.params.items()}
        grad_x = np.zeros((len(grad_out), self.sizes[0]))
        for n, (sample, hidden) in enumerate(self.samples):
            for k, g in enumerate(grad_out[n]):
                grads["fc2.weight"][k] += g * hidden
                grads["fc2.bias"][k] += g
            for j, value in enumerate(hidden):
                if value <= 0:
                    continue
                g = sum(grad_out[n] * self.params["fc2.weight"][:, j])
                grads["fc1.weight"][j] += g * sample
                grads["fc1.bias"][j] += g
                grad_x[n] += g * self.params["fc1.weight"][j]
        return grad_x, grads


def train_step(model, x, y, lr):
    logits = model.forward(x)
    grad = np.zeros_like(logits)
    total = 0.0
    for n, (row, label) in enumerate(zip(logits, y, strict=True)):
        top = max(row)
        norm = math.log(sum(math.exp(v - top) for v in row)) + top
        total += norm - row[label]
        for k, v in enumerate(row):
            grad[n, k] = (math.exp(v - norm) - (k == label)) / len(y)
    for name, g in model.backward(grad)[1].items():
        model.params[name] -= lr * g
    return total / len(y)
