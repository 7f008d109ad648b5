import math

import numpy as np


def transposed(x):
    """The last two axes exchanged."""
    return x.swapaxes(-1, -2)


def weight_gradient(grad, x):
    """Of a linear layer over rows (B, T): the sum over both axes of grad (O,) times x (I,)."""
    return np.einsum("bto,bti->oi", grad, x)


def bias_gradient(grad):
    """One bias is added to every row."""
    return np.einsum("bto->o", grad)


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

    def split_heads(self, x):
        """(B, T, D) -> (B, heads, T, D / heads)."""
        batch, time, size = x.shape
        heads = x.reshape(batch, time, self.num_heads, size // self.num_heads)
        return heads.transpose(0, 2, 1, 3)

    def merge_heads(self, x):
        """(B, heads, T, D / heads) -> (B, T, D)."""
        batch, heads, time, width = x.shape
        return x.transpose(0, 2, 1, 3).reshape(batch, time, heads * width)

    def forward(self, query, key, value, mask):
        w_q, w_k, w_v = np.split(self.params["in_proj_weight"], 3)
        b_q, b_k, b_v = np.split(self.params["in_proj_bias"], 3)
        q = self.split_heads(query @ w_q.T + b_q)
        k = self.split_heads(key @ w_k.T + b_k)
        v = self.split_heads(value @ w_v.T + b_v)
        scores = q @ transposed(k)
        scores = np.where(mask, -np.inf, scores)
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        merged = self.merge_heads(weights @ v)
        self.cache = (query, key, value), (q, k, v), weights, merged
        return merged @ self.params["out_proj.weight"].T + self.params["out_proj.bias"]

    def backward(self, grad_out):
        (query, key, value), (q, k, v), weights, merged = self.cache
        w_q, w_k, w_v = np.split(self.params["in_proj_weight"], 3)
        grad_mixed = self.split_heads(grad_out @ self.params["out_proj.weight"])
        grad_weights = grad_mixed @ transposed(v)
        common = (grad_weights * weights).sum(axis=-1, keepdims=True)
        grad_scores = weights * (grad_weights - common)
        grad_q = self.merge_heads(grad_scores @ k)
        grad_k = self.merge_heads(transposed(grad_scores) @ q)
        grad_v = self.merge_heads(transposed(weights) @ grad_mixed)
        by_query = weight_gradient(grad_q, query)
        by_key = weight_gradient(grad_k, key)
        by_value = weight_gradient(grad_v, value)
        return (grad_q @ w_q, grad_k @ w_k, grad_v @ w_v), {
            "in_proj_weight": np.concatenate([by_query, by_key, by_value]),
            "in_proj_bias": np.concatenate([bias_gradient(g) for g in (grad_q, grad_k, grad_v)]),
            "out_proj.weight": weight_gradient(grad_out, merged),
            "out_proj.bias": bias_gradient(grad_out),
        }
