# Mistake: Adds weight_decay * p to the gradient.
import torch


class AdamW:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        self.lr, self.eps, self.decay = lr, eps, weight_decay
        self.b1, self.b2 = betas
        self.slots = [[p, torch.zeros_like(p.data), torch.zeros_like(p.data), 0] for p in params]

    def zero_grad(self):
        for slot in self.slots:
            slot[0].grad = None

    def step(self):
        with torch.no_grad():
            for slot in self.slots:
                p, m, v, t = slot
                if p.grad is None:
                    continue
                t += 1
                g = p.grad + self.decay * p
                m = m + (1 - self.b1) * (g - m)
                v = v + (1 - self.b2) * (g.pow(2) - v)
                slot[1:] = m, v, t
                down = (v / (1 - self.b2**t)).sqrt() + self.eps
                move = self.lr * (m / (1 - self.b1**t)) / down
                p.copy_(p - move)
