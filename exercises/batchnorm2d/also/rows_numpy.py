import numpy as np


# Channels as rows (C, N * H * W); the buffers are updated in place.
class BatchNorm2d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.eps, self.momentum, self.training = eps, momentum, True
        self.params = {"weight": np.ones(num_features), "bias": np.zeros(num_features)}
        self.buffers = {"running_mean": np.zeros(num_features)}
        self.buffers["running_var"] = np.ones(num_features)

    @staticmethod
    def rows(x):
        return np.moveaxis(x, 1, 0).reshape(x.shape[1], -1)

    @staticmethod
    def images(rows, shape):
        n, c, h, w = shape
        return np.moveaxis(rows.reshape(c, n, h, w), 0, 1)

    def forward(self, x):
        rows = self.rows(x)
        mean, var = (
            self.buffers["running_mean"][:, None],
            self.buffers["running_var"][:, None],
        )
        if self.training:
            for name, value in (
                ("running_mean", rows.mean(1)),
                ("running_var", np.var(rows, axis=1, ddof=1)),
            ):
                self.buffers[name] *= 1 - self.momentum
                self.buffers[name] += self.momentum * value
            mean, var = rows.mean(1, keepdims=True), rows.var(1, keepdims=True)
        self.sigma = np.sqrt(var + self.eps)
        self.normal = (rows - mean) / self.sigma
        self.was_training = self.training
        out = self.params["weight"][:, None] * self.normal + self.params["bias"][:, None]
        return self.images(out, x.shape)

    def backward(self, grad_out):
        g = self.rows(grad_out)
        grads = {
            "weight": np.einsum("cn,cn->c", g, self.normal),
            "bias": np.einsum("cn->c", g),
        }
        if self.was_training:
            size = g.shape[1]
            g = g - (grads["bias"][:, None] + self.normal * grads["weight"][:, None]) / size
        rows = g * self.params["weight"][:, None] / self.sigma
        return self.images(rows, grad_out.shape), grads
