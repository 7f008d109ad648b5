import numpy as np


class AdamW:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        self.params = list(params)
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        # Each parameter has its own moments and its own count of steps.
        self.first = [np.zeros_like(p) for p in self.params]
        self.second = [np.zeros_like(p) for p in self.params]
        self.steps = [0 for _ in self.params]

    def step(self, grads):
        for i, g in enumerate(grads):
            if g is not None:
                self.update(i, self.params[i], g)

    def update(self, i, p, g):
        beta1, beta2 = self.betas
        self.steps[i] += 1
        m = self.first[i] = beta1 * self.first[i] + (1 - beta1) * g
        m_hat = m / (1 - beta1 ** self.steps[i])
        v = self.second[i] = beta2 * self.second[i] + (1 - beta2) * m_hat * m_hat
        # Both averages start at zero: divide by the weight they have collected so far.
        v_hat = v / (1 - beta2 ** self.steps[i])
        # Decoupled: the decay does not pass through the moments.
        p *= 1 - self.lr * self.weight_decay
        p -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)
