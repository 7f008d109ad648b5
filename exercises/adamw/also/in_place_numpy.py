"""State in a dict per parameter; moments updated in place; one step size with the corrections."""

import math

import numpy as np


class AdamW:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        self.groups = [
            {"p": p, "m": np.zeros(p.shape), "v": np.zeros(p.shape), "t": 0} for p in params
        ]
        self.settings = lr, *betas, eps, weight_decay

    def step(self, grads):
        lr, beta1, beta2, eps, decay = self.settings
        for state, g in zip(self.groups, grads):
            if g is None:
                continue
            p, m, v = state["p"], state["m"], state["v"]
            state["t"] += 1
            m += (1 - beta1) * (g - m)
            v += (1 - beta2) * (np.square(g) - v)
            scale = math.sqrt(1 - beta2 ** state["t"])
            # sqrt(v / c) + eps = (sqrt(v) + eps sqrt(c)) / sqrt(c)
            change = m / (np.sqrt(v) + eps * scale)
            p[...] = p - lr * decay * p - lr * scale / (1 - beta1 ** state["t"]) * change
