import math

import numpy as np


class MultiHeadAttention:
    def __init__(self, d_model, num_heads):
        rng = np.random.default_rng()
        self.num_heads = num_heads
        scale = 1.0 / math.sqrt(d_model)
        self.params = {
            "in_proj_weight": scale * rng.normal(size=(3 * d_model, d_model)),
            "in_proj_bias": np.zeros(3 * d_model),
            "out_proj.weight": scale * rng.normal(size=(d_model, d_model)),
            "out_proj.bias": np.zeros(d_model),
        }

    def forward(self, query, key, value, mask):
        """query (B, Tq, D), key and value (B, Tk, D), mask (Tq, Tk) bool -> (B, Tq, D)."""
        raise NotImplementedError

    def backward(self, grad_out):
        """grad_out (B, Tq, D) -> ((grad_query, grad_key, grad_value), gradients by name)."""
        raise NotImplementedError
