# Mistake: Stores the new value in a list of its own instead of in the caller's parameter.
import numpy as np


class AdamW:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        self.lr = lr
        self.b1, self.b2 = betas
        self.eps = eps
        self.decay = weight_decay
        self.slots = []
        for p in params:
            self.slots.append({"p": p, "m": np.zeros(p.shape), "v": np.zeros(p.shape), "t": 0})

    def step(self, grads):
        for slot, g in zip(self.slots, grads, strict=True):
            if g is None:
                continue
            slot["t"] = slot["t"] + 1
            t = slot["t"]
            slot["m"] = self.b1 * slot["m"] + (1 - self.b1) * g
            slot["v"] = self.b2 * slot["v"] + (1 - self.b2) * np.square(g)
            mean = slot["m"] / (1 - self.b1**t)
            square = slot["v"] / (1 - self.b2**t)
            p = slot["p"]
            move = self.lr * mean / (np.sqrt(square) + self.eps)
            slot["p"] = p - self.lr * self.decay * p - move
