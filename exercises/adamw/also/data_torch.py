"""Works on .data, in the order of the formulas of the paper."""

import torch


class AdamW:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        self.lr, self.eps, self.weight_decay = lr, eps, weight_decay
        self.beta1, self.beta2 = betas
        self.slots = []
        for p in params:
            self.slots.append([p, torch.zeros(p.shape), torch.zeros(p.shape), 1.0, 1.0])

    def step(self):
        for slot in self.slots:
            p, m, v = slot[:3]
            if p.grad is None:
                continue
            g = p.grad.data
            slot[3] *= self.beta1
            slot[4] *= self.beta2
            m.copy_(self.beta1 * m + (1.0 - self.beta1) * g)
            v.copy_(self.beta2 * v + (1.0 - self.beta2) * g**2)
            adaptive = (m / (1.0 - slot[3])) / (torch.sqrt(v / (1.0 - slot[4])) + self.eps)
            p.data = p.data - self.lr * (adaptive + self.weight_decay * p.data)

    def zero_grad(self):
        for slot in self.slots:
            slot[0].grad = None
