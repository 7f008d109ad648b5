"""The moments as weighted sums over the whole history of gradients, number by number."""

import math


class AdamW:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        self.params = tuple(params)
        self.history = [[] for _ in self.params]
        self.lr, (self.b1, self.b2), self.eps, self.decay = lr, betas, eps, weight_decay

    def average(self, values, beta):
        weights = [beta**age for age in range(len(values))]
        total = math.fsum(w * value for w, value in zip(weights, reversed(values)))
        return total / math.fsum(weights)

    def step(self, grads):
        for p, g, past in zip(self.params, grads, self.history):
            if g is None:
                continue
            past.append(g.copy())
            flat = p.reshape(-1) if p.flags.c_contiguous else p.flat
            for n in range(p.size):
                seen = [h.flat[n] for h in past]
                m = self.average(seen, self.b1)
                v = self.average([x * x for x in seen], self.b2)
                kept = flat[n] * (1 - self.lr * self.decay)
                flat[n] = kept - self.lr * m / (math.sqrt(v) + self.eps)
