import numpy as np


# One head at a time, on slices of the projections.
class MultiHeadAttention:
    def __init__(self, d_model, num_heads):
        self.size, self.heads = d_model, num_heads
        self.params = {
            "out_proj.bias": np.zeros(d_model),
            "out_proj.weight": np.eye(d_model),
            "in_proj_bias": np.zeros(3 * d_model),
            "in_proj_weight": np.vstack([np.eye(d_model)] * 3),
        }

    def slices(self):
        width = self.size // self.heads
        return [slice(start, start + width) for start in range(0, self.size, width)]

    def project(self, x, part):
        rows = slice(part * self.size, (part + 1) * self.size)
        weight, bias = self.params["in_proj_weight"][rows], self.params["in_proj_bias"][rows]
        return np.einsum("bti,oi->bto", x, weight) + bias

    def forward(self, query, key, value, mask):
        self.inputs = query, key, value
        self.q, self.k, self.v = (self.project(x, n) for n, x in enumerate(self.inputs))
        self.shares, found = [], []
        for cut in self.slices():
            width = cut.stop - cut.start
            score = np.einsum("btd,bsd->bts", self.q[..., cut], self.k[..., cut]) / width**0.5
            score[:, mask] = -np.inf
            power = np.exp(score - score.max(-1, keepdims=True))
            self.shares.append(power / power.sum(-1, keepdims=True))
            found.append(np.einsum("bts,bsd->btd", self.shares[-1], self.v[..., cut]))
        self.mixed = np.concatenate(found, axis=-1)
        out = np.einsum("bti,oi->bto", self.mixed, self.params["out_proj.weight"])
        return out + self.params["out_proj.bias"]

    def backward(self, grad_out):
        up = np.einsum("bto,oi->bti", grad_out, self.params["out_proj.weight"])
        dq, dk, dv = (np.zeros_like(a) for a in (self.q, self.k, self.v))
        for cut, p in zip(self.slices(), self.shares):
            g = up[..., cut]
            dv[..., cut] = np.einsum("bts,btd->bsd", p, g)
            dp = np.einsum("btd,bsd->bts", g, self.v[..., cut])
            ds = p * (dp - np.einsum("bts,bts->bt", dp, p)[..., None])
            ds /= (cut.stop - cut.start) ** 0.5
            dq[..., cut] = np.einsum("bts,bsd->btd", ds, self.k[..., cut])
            dk[..., cut] = np.einsum("bts,btd->bsd", ds, self.q[..., cut])
        weight = self.params["in_proj_weight"].reshape(3, self.size, self.size)
        parts = (dq, dk, dv)
        grads = {
            "in_proj_weight": np.vstack(
                [np.tensordot(d, x, ((0, 1), (0, 1))) for d, x in zip(parts, self.inputs)]
            ),
            "in_proj_bias": np.hstack([d.reshape(-1, self.size).sum(0) for d in parts]),
            "out_proj.weight": np.tensordot(grad_out, self.mixed, ((0, 1), (0, 1))),
            "out_proj.bias": grad_out.reshape(-1, self.size).sum(0),
        }
        return tuple(d @ w for d, w in zip(parts, weight)), grads
