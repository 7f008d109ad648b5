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

    def split_heads(self, x):
        """(B, T, D) -> (B, heads, T, D / heads)."""
        batch, time, _ = x.shape
        return x.reshape(batch, time, self.num_heads, -1).swapaxes(1, 2)

    def merge_heads(self, x):
        """(B, heads, T, D / heads) -> (B, T, D)."""
        batch, _, time, _ = x.shape
        return x.swapaxes(1, 2).reshape(batch, time, -1)

    def forward(self, query, key, value, mask):
        w_q, w_k, w_v = np.split(self.params["in_proj_weight"], 3)
        b_q, b_k, b_v = np.split(self.params["in_proj_bias"], 3)
        q = self.split_heads(query @ w_q.T + b_q)
        k = self.split_heads(key @ w_k.T + b_k)
        v = self.split_heads(value @ w_v.T)
        scores = q @ k.swapaxes(-1, -2) / math.sqrt(q.shape[-1])
        scores = np.where(mask, -np.inf, scores)
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        merged = self.merge_heads(weights @ v)
        self.cache = (query, key, value), (q, k, v), weights, merged
        return merged @ self.params["out_proj.weight"].T + self.params["out_proj.bias"]

    def backward(self, grad_out):
        inputs, (q, k, v), weights, merged = self.cache
        grad_mixed = self.split_heads(grad_out @ self.params["out_proj.weight"])
        grad_weights = grad_mixed @ v.swapaxes(-1, -2)
        common = (grad_weights * weights).sum(axis=-1, keepdims=True)
        grad_scores = weights * (grad_weights - common) / math.sqrt(q.shape[-1])
        grads = [
            self.merge_heads(grad_scores @ k),
            self.merge_heads(grad_scores.swapaxes(-1, -2) @ q),
            self.merge_heads(weights.swapaxes(-1, -2) @ grad_mixed),
        ]
        blocks = np.split(self.params["in_proj_weight"], 3)
        grad_inputs = tuple(g @ w for g, w in zip(grads, blocks, strict=True))
        return grad_inputs, {
            "in_proj_weight": np.concatenate(
                [np.einsum("bto,bti->oi", g, x) for g, x in zip(grads, inputs, strict=True)]
            ),
            "in_proj_bias": np.concatenate([g.sum(axis=(0, 1)) for g in grads]),
            "out_proj.weight": np.einsum("bto,bti->oi", grad_out, merged),
            "out_proj.bias": grad_out.sum(axis=(0, 1)),
        }
