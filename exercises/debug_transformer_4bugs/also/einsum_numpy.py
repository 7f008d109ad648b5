import numpy as np


class CausalLM:
    """Heads as an axis of the weights, everything by einsum; the mask is added to the scores."""

    def __init__(self, vocab, length, dim, heads):
        rng = np.random.default_rng()
        self.shape = heads, dim // heads, dim
        sizes = {"tok.weight": (vocab, dim), "pos.weight": (length, dim)}
        sizes |= {f"{name}.weight": (dim, dim) for name in ("q", "k", "v", "out")}
        sizes |= {"up.weight": (4 * dim, dim), "up.bias": (4 * dim,)}
        sizes |= {"down.weight": (dim, 4 * dim), "down.bias": (dim,), "head.weight": (vocab, dim)}
        self.params = {name: rng.normal(0, 0.2, size) for name, size in sizes.items()}

    def forward(self, ids):
        p = self.params
        steps = ids.shape[1]
        x = p["tok.weight"].take(ids, axis=0) + p["pos.weight"][None, :steps]
        wq, wk, wv = (p[f"{n}.weight"].reshape(self.shape) for n in "qkv")
        q, k, v = (np.einsum("btc,hdc->bhtd", x, w) for w in (wq, wk, wv))
        scores = np.einsum("bhtd,bhsd->bhts", q / np.sqrt(self.shape[1]), k)
        scores += np.triu(np.full((steps, steps), -np.inf), 1)
        e = np.exp(scores - scores.max(axis=3)[..., None])
        a = e / np.einsum("bhts->bht", e)[..., None]
        mixed = np.einsum("bhts,bhsd->bhtd", a, v)
        wo = p["out.weight"].reshape(self.shape[2], *self.shape[:2])
        y = x + np.einsum("bhtd,chd->btc", mixed, wo)
        z = np.einsum("btc,fc->btf", y, p["up.weight"]) + p["up.bias"]
        f = np.where(z > 0, z, 0)
        last = y + np.einsum("btf,cf->btc", f, p["down.weight"]) + p["down.bias"]
        self.saved = ids.copy(), x, q, k, v, a, mixed, y, f, last
        return np.einsum("btc,vc->btv", last, p["head.weight"])

    def backward(self, grad_out):
        p, (heads, size, dim) = self.params, self.shape
        ids, x, q, k, v, a, mixed, y, f, last = self.saved
        wo = p["out.weight"].reshape(dim, heads, size)
        g = np.einsum("btv,vc->btc", grad_out, p["head.weight"])
        gf = np.where(f > 0, np.einsum("btc,cf->btf", g, p["down.weight"]), 0)
        found = {
            "head.weight": np.einsum("btv,btc->vc", grad_out, last),
            "down.weight": np.einsum("btc,btf->cf", g, f),
            "down.bias": np.einsum("btc->c", g),
            "up.weight": np.einsum("btf,btc->fc", gf, y),
            "up.bias": np.einsum("btf->f", gf),
        }
        gy = g + np.einsum("btf,fc->btc", gf, p["up.weight"])
        found["out.weight"] = np.einsum("btc,bhtd->chd", gy, mixed).reshape(dim, dim)
        gm = np.einsum("btc,chd->bhtd", gy, wo)
        ga = np.einsum("bhtd,bhsd->bhts", gm, v)
        gs = a * (ga - np.einsum("bhts,bhts->bht", a, ga)[..., None]) / np.sqrt(size)
        gx = gy.copy()
        for name, part in (
            ("q", np.einsum("bhts,bhsd->bhtd", gs, k)),
            ("k", np.einsum("bhts,bhtd->bhsd", gs, q)),
            ("v", np.einsum("bhts,bhtd->bhsd", a, gm)),
        ):
            found[f"{name}.weight"] = np.einsum("bhtd,btc->hdc", part, x).reshape(dim, dim)
            gx += np.einsum("bhtd,hdc->btc", part, p[f"{name}.weight"].reshape(self.shape))
        onehot = np.eye(len(p["tok.weight"]))[ids]
        found["tok.weight"] = np.einsum("btv,btc->vc", onehot, gx)
        found["pos.weight"] = np.zeros_like(p["pos.weight"])
        found["pos.weight"][: gx.shape[1]] = np.einsum("btc->tc", gx)
        return None, found


def train_step(model, ids, lr):
    logits = model.forward(ids)
    batch, steps, vocab = logits.shape
    log_p = logits - np.logaddexp.reduce(logits, axis=2, keepdims=True)
    onehot = np.eye(vocab)[np.roll(ids, -1, axis=1)]
    judged = (np.arange(steps) < steps - 1)[:, None] / (batch * (steps - 1))
    loss = -(np.where(onehot > 0, log_p, 0.0) * judged).sum()
    grads = model.backward((np.exp(log_p) - onehot) * judged)[1]
    model.params = {name: value - lr * grads[name] for name, value in model.params.items()}
    return loss
