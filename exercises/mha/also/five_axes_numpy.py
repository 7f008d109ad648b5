import numpy as np


# Heads stay an axis of the weights: einsum from the inputs to the output.
class MultiHeadAttention:
    def __init__(self, d_model, num_heads):
        draw = np.random.default_rng(0).uniform
        self.heads = num_heads
        self.params = {
            "in_proj_weight": draw(-0.1, 0.1, (3 * d_model, d_model)),
            "in_proj_bias": draw(-0.1, 0.1, 3 * d_model),
            "out_proj.weight": draw(-0.1, 0.1, (d_model, d_model)),
            "out_proj.bias": draw(-0.1, 0.1, d_model),
        }

    def shaped(self):
        d = self.params["out_proj.bias"].size
        w_in = self.params["in_proj_weight"].reshape(3, self.heads, d // self.heads, d)
        b_in = self.params["in_proj_bias"].reshape(3, self.heads, 1, d // self.heads)
        w_out = self.params["out_proj.weight"].reshape(d, self.heads, d // self.heads)
        return w_in, b_in, w_out

    def forward(self, query, key, value, mask):
        w_in, b_in, w_out = self.shaped()
        inputs = [query, key, value]
        q, k, v = (np.einsum("btm,hdm->bhtd", x, w) + b for x, w, b in zip(inputs, w_in, b_in))
        score = np.einsum("bhtd,bhsd->bhts", q, k) * q.shape[-1] ** -0.5
        score[np.broadcast_to(mask, score.shape)] = -1e30
        log_total = np.logaddexp.reduce(score, axis=-1, keepdims=True)
        p = np.exp(score - log_total)
        mixed = p @ v
        self.saved = inputs, q, k, v, p, mixed
        return np.einsum("bhtd,ohd->bto", mixed, w_out) + self.params["out_proj.bias"]

    def backward(self, grad_out):
        inputs, q, k, v, p, mixed = self.saved
        w_in, _, w_out = self.shaped()
        d_mixed = np.einsum("bto,ohd->bhtd", grad_out, w_out)
        delta = (d_mixed * mixed).sum(-1, keepdims=True)
        ds = p * (d_mixed @ v.swapaxes(2, 3) - delta) * q.shape[-1] ** -0.5
        parts = [ds @ k, ds.swapaxes(2, 3) @ q, p.swapaxes(2, 3) @ d_mixed]
        d_w = [np.einsum("bhtd,btm->hdm", g, x) for g, x in zip(parts, inputs)]
        d_b = [g.sum(axis=(0, 2)) for g in parts]
        d_x = tuple(np.einsum("bhtd,hdm->btm", g, w) for g, w in zip(parts, w_in))
        return d_x, {
            "in_proj_weight": np.stack(d_w).reshape(self.params["in_proj_weight"].shape),
            "in_proj_bias": np.stack(d_b).ravel(),
            "out_proj.weight": np.einsum("bto,bhti->ohi", grad_out, mixed).reshape(
                self.params["out_proj.weight"].shape
            ),
            "out_proj.bias": np.einsum("bto->o", grad_out),
        }
