import torch


class AdamW:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        self.params = list(params)
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        # Each parameter has its own moments and its own count of steps.
        self.first = [torch.zeros_like(p) for p in self.params]
        self.second = [torch.zeros_like(p) for p in self.params]
        self.steps = [0 for _ in self.params]

    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is not None:
                self.update(i, p, p.grad)

    def update(self, i, p, g):
        beta1, beta2 = self.betas
        self.steps[i] += 1
        m = self.first[i].mul_(beta1).add_((1 - beta1) * g)
        v = self.second[i].mul_(beta2).add_((1 - beta2) * m * m)
        # Both averages start at zero: divide by the weight they have collected so far.
        m_hat = m / (1 - beta1 ** self.steps[i])
        v_hat = v / (1 - beta2 ** self.steps[i])
        # Decoupled: the decay does not pass through the moments.
        p.mul_(1 - self.lr * self.weight_decay)
        p.sub_(self.lr * m_hat / (v_hat.sqrt() + self.eps))

    def zero_grad(self):
        for p in self.params:
            p.grad = None
