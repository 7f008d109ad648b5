import numpy as np


class Forecaster:
    def __init__(self, input_size, hidden_size, output_size):
        rng = np.random.default_rng()
        bound = 1 / np.sqrt(hidden_size)

        def draw(*shape):
            return rng.uniform(-bound, bound, shape)

        self.params = {
            "rnn.weight_ih_l0": draw(hidden_size, input_size),
            "rnn.weight_hh_l0": draw(hidden_size, hidden_size),
            "rnn.bias_ih_l0": draw(hidden_size),
            "rnn.bias_hh_l0": draw(hidden_size),
            "fc.weight": draw(output_size, hidden_size),
            "fc.bias": draw(output_size),
        }

    def forward(self, x):
        """x (B, T, I) -> forecast (B, O)."""
        raise NotImplementedError

    def backward(self, grad_out):
        """grad_out (B, O) -> (grad_x (B, T, I), gradients by name)."""
        raise NotImplementedError


def train_step(model, x, y, lr):
    """One step on the mean squared error; the loss before it, a float."""
    raise NotImplementedError
