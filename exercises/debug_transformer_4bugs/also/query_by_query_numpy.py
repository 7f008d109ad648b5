import numpy as np


class CausalLM:
    """Queries one after the other over a slice of the past; no mask anywhere."""

    def __init__(self, vocab, length, dim, heads):
        rng = np.random.default_rng(5)
        self.heads, self.size = heads, dim // heads
        square = {f"{n}.weight": rng.normal(0, 0.2, (dim, dim)) for n in ("q", "k", "v", "out")}
        self.params = {
            "head.weight": rng.normal(0, 0.2, (vocab, dim)),
            "tok.weight": rng.normal(0, 1.0, (vocab, dim)),
            "pos.weight": rng.normal(0, 1.0, (length, dim)),
            **square,
            "up.weight": rng.normal(0, 0.2, (4 * dim, dim)),
            "up.bias": np.zeros(4 * dim),
            "down.weight": rng.normal(0, 0.2, (dim, 4 * dim)),
            "down.bias": np.zeros(dim),
        }

    def parts(self, x):
        """(B, T, dim) as a view (B, T, heads, size)."""
        return x.reshape(x.shape[0], x.shape[1], self.heads, self.size)

    def forward(self, ids):
        p = self.params
        x = p["tok.weight"][ids] + p["pos.weight"][: ids.shape[1]]
        q, k, v = (self.parts(x @ p[f"{n}.weight"].T) for n in "qkv")
        mixed, rows = np.zeros_like(q), []
        for t in range(ids.shape[1]):
            scores = (q[:, t, None] * k[:, : t + 1]).sum(axis=3) / np.sqrt(self.size)
            e = np.exp(scores - scores.max(axis=1, keepdims=True))
            rows.append(e / e.sum(axis=1, keepdims=True))
            mixed[:, t] = (rows[t][..., None] * v[:, : t + 1]).sum(axis=1)
        y = x + mixed.reshape(x.shape) @ p["out.weight"].T
        z = y @ p["up.weight"].T + p["up.bias"]
        last = y + np.maximum(z, 0) @ p["down.weight"].T + p["down.bias"]
        self.memory = ids, x, q, k, v, rows, mixed, y, z, last
        return last @ p["head.weight"].T

    def backward(self, grad_out):
        p = self.params
        ids, x, q, k, v, rows, mixed, y, z, last = self.memory
        flat = {"x": x, "y": y, "last": last, "mixed": mixed.reshape(x.shape)}
        flat = {name: value.reshape(-1, value.shape[-1]) for name, value in flat.items()}
        out = grad_out.reshape(-1, grad_out.shape[-1])
        g = out @ p["head.weight"]
        z = z.reshape(len(g), -1)
        gz = (g @ p["down.weight"]) * (z > 0)
        gy = g + gz @ p["up.weight"]
        gm = self.parts((gy @ p["out.weight"]).reshape(x.shape))
        gq, gk, gv = np.zeros_like(q), np.zeros_like(k), np.zeros_like(v)
        for t, a in enumerate(rows):
            gv[:, : t + 1] += a[..., None] * gm[:, t, None]
            ga = (gm[:, t, None] * v[:, : t + 1]).sum(axis=3)
            gs = a * (ga - (a * ga).sum(axis=1, keepdims=True)) / np.sqrt(self.size)
            gq[:, t] = (gs[..., None] * k[:, : t + 1]).sum(axis=1)
            gk[:, : t + 1] += gs[..., None] * q[:, t, None]
        gq, gk, gv = (part.reshape(gy.shape) for part in (gq, gk, gv))
        gx = gy + gq @ p["q.weight"] + gk @ p["k.weight"] + gv @ p["v.weight"]
        table, places = np.zeros_like(p["tok.weight"]), np.zeros_like(p["pos.weight"])
        np.add.at(table, ids.ravel(), gx)
        np.add.at(places, np.tile(np.arange(ids.shape[1]), len(ids)), gx)
        return None, {
            "head.weight": out.T @ flat["last"],
            "down.weight": g.T @ np.maximum(z, 0),
            "down.bias": g.sum(0),
            "up.weight": gz.T @ flat["y"],
            "up.bias": gz.sum(0),
            "out.weight": gy.T @ flat["mixed"],
            "q.weight": gq.T @ flat["x"],
            "k.weight": gk.T @ flat["x"],
            "v.weight": gv.T @ flat["x"],
            "tok.weight": table,
            "pos.weight": places,
        }


def train_step(model, ids, lr):
    logits = model.forward(ids)
    grad = np.zeros_like(logits)
    losses = []
    for t in range(ids.shape[1] - 1):
        row, target = logits[:, t], ids[:, t + 1]
        top = row.max(axis=1)
        log_sum = top + np.log(np.exp(row - top[:, None]).sum(axis=1))
        losses.append(log_sum - row[np.arange(len(ids)), target])
        grad[:, t] = np.exp(row - log_sum[:, None])
        grad[np.arange(len(ids)), t, target] -= 1
    losses = np.array(losses)
    for name, value in model.backward(grad / losses.size)[1].items():
        model.params[name] -= lr * value
    return losses.mean()
