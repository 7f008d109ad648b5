"""State by parameter, lerp and addcdiv, the step size holding the corrections."""

import torch


class AdamW:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        self.state = {p: None for p in params}
        self.lr, self.betas, self.eps, self.decay = lr, betas, eps, weight_decay

    def step(self):
        with torch.no_grad():
            for p in self.state:
                if p.grad is not None:
                    self.update(p)

    def update(self, p):
        beta1, beta2 = self.betas
        state = self.state[p] or (torch.zeros_like(p), torch.zeros_like(p), 0)
        m = torch.lerp(state[0], p.grad, 1 - beta1)
        v = torch.lerp(state[1], p.grad.square(), 1 - beta2)
        t = state[2] + 1
        self.state[p] = m, v, t
        p -= self.lr * self.decay * p
        root = (v / (1 - beta2**t)).sqrt_().add_(self.eps)
        p.addcdiv_(m, root, value=-self.lr / (1 - beta1**t))

    def zero_grad(self):
        for p in self.state:
            p.grad = None
