import numpy as np


# One channel at a time, the chain rule step by step.
class BatchNorm2d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.eps = eps
        self.momentum = momentum
        self.training = True
        self.params = dict(weight=np.ones(num_features), bias=np.zeros(num_features))
        self.buffers = dict(running_mean=np.zeros(num_features), running_var=np.ones(num_features))

    def forward(self, x):
        self.x, self.mode, out = x.copy(), self.training, np.empty_like(x)
        self.stats = []
        for c in range(x.shape[1]):
            a = x[:, c].ravel()
            if self.mode:
                mu = sum(a) / len(a)
                squares = sum((a - mu) ** 2)
                var = squares / len(a)
                for name, value in (
                    ("running_mean", mu),
                    ("running_var", squares / (len(a) - 1)),
                ):
                    old = self.buffers[name][c]
                    self.buffers[name][c] = old + self.momentum * (value - old)
            else:
                mu, var = (
                    self.buffers["running_mean"][c],
                    self.buffers["running_var"][c],
                )
            self.stats.append((mu, var))
            scale = self.params["weight"][c] / (var + self.eps) ** 0.5
            out[:, c] = scale * x[:, c] + (self.params["bias"][c] - scale * mu)
        return out

    def backward(self, grad_out):
        grad_x = np.empty_like(self.x)
        grads = {name: np.zeros_like(value) for name, value in self.params.items()}
        for c, (mu, var) in enumerate(self.stats):
            g, diff = grad_out[:, c], self.x[:, c] - mu
            root = np.sqrt(var + self.eps)
            grads["bias"][c] = np.sum(g)
            grads["weight"][c] = np.sum(g * diff / root)
            g = g * self.params["weight"][c]
            grad_x[:, c] = g / root
            if self.mode:
                grad_var = -0.5 * np.sum(g * diff) / root**3
                grad_mu = -np.sum(g) / root - 2 * grad_var * np.mean(diff)
                grad_x[:, c] += (2 * grad_var * diff + grad_mu) / diff.size
        return grad_x, grads
