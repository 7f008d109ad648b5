# Mistake: Averages the gradients of the recurrent biases over the batch.
import numpy as np


class Forecaster:
    def __init__(self, input_size, hidden_size, output_size):
        gen = np.random.default_rng(3)
        r = hidden_size**-0.5
        self.hidden_size = hidden_size
        self.params = {
            "rnn.weight_ih_l0": gen.uniform(-r, r, (hidden_size, input_size)),
            "rnn.weight_hh_l0": gen.uniform(-r, r, (hidden_size, hidden_size)),
            "rnn.bias_ih_l0": gen.uniform(-r, r, hidden_size),
            "rnn.bias_hh_l0": gen.uniform(-r, r, hidden_size),
            "fc.weight": gen.uniform(-r, r, (output_size, hidden_size)),
            "fc.bias": gen.uniform(-r, r, output_size),
        }

    def forward(self, x):
        wx, wh = self.params["rnn.weight_ih_l0"], self.params["rnn.weight_hh_l0"]
        bx, bh = self.params["rnn.bias_ih_l0"], self.params["rnn.bias_hh_l0"]
        samples, length = x.shape[:2]
        states = np.zeros((length + 1, samples, self.hidden_size))
        for t in range(length):
            drive = np.dot(x[:, t], wx.T) + bx + bh
            states[t + 1] = np.tanh(drive + np.dot(states[t], wh.T))
        self.memo = (x, states)
        read = states[-1]
        return np.dot(read, self.params["fc.weight"].T) + self.params["fc.bias"]

    def backward(self, grad_out):
        x, states = self.memo
        wx, wh = self.params["rnn.weight_ih_l0"], self.params["rnn.weight_hh_l0"]
        d_wx, d_wh = np.zeros_like(wx), np.zeros_like(wh)
        d_b = np.zeros(self.hidden_size)
        d_x = np.zeros_like(x)
        flow = np.dot(grad_out, self.params["fc.weight"])
        for t in range(x.shape[1] - 1, -1, -1):
            d_pre = flow * (1.0 - np.square(states[t + 1]))
            d_wx += np.dot(d_pre.T, x[:, t])
            d_wh += np.dot(d_pre.T, states[t])
            d_b += d_pre.mean(axis=0)
            d_x[:, t] = np.dot(d_pre, wx)
            flow = np.dot(d_pre, wh)
        return d_x, {
            "rnn.weight_ih_l0": d_wx,
            "rnn.weight_hh_l0": d_wh,
            "rnn.bias_ih_l0": d_b,
            "rnn.bias_hh_l0": d_b.copy(),
            "fc.weight": np.dot(grad_out.T, states[-1]),
            "fc.bias": grad_out.sum(axis=0),
        }


def train_step(model, x, y, lr):
    diff = model.forward(x) - y
    loss = float((diff * diff).mean())
    _, grads = model.backward(diff * (2.0 / diff.size))
    for key in grads:
        model.params[key] = model.params[key] - lr * grads[key]
    return loss
