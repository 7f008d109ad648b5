# Mistake: Never updates the buffers.
import numpy as np


class BatchNorm2d:
    """Channels last inside: pixels become rows, channels columns."""

    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.eps = eps
        self.momentum = momentum
        self.training = True
        self.params = {"weight": np.ones(num_features), "bias": np.zeros(num_features)}
        self.buffers = {
            "running_mean": np.zeros(num_features),
            "running_var": np.ones(num_features),
        }

    def _rows(self, images):
        return np.moveaxis(images, 1, -1).reshape(-1, images.shape[1])

    def _images(self, rows, like):
        n, c, h, w = like.shape
        return np.moveaxis(rows.reshape(n, h, w, c), -1, 1).copy()

    def forward(self, x):
        rows = self._rows(x)
        count = len(rows)
        if self.training:
            mu = rows.sum(axis=0) / count
            var = np.square(rows - mu).sum(axis=0) / count
        else:
            mu = self.buffers["running_mean"].copy()
            var = self.buffers["running_var"].copy()
        scale = 1 / np.sqrt(var + self.eps)
        unit = (rows - mu) * scale
        self.kept = (unit, scale, self.training)
        return self._images(unit * self.params["weight"] + self.params["bias"], x)

    def backward(self, grad_out):
        unit, scale, trained = self.kept
        g = self._rows(grad_out)
        grads = {"weight": np.sum(g * unit, axis=0), "bias": np.sum(g, axis=0)}
        g = g * self.params["weight"]
        if trained:
            by_mean = np.mean(g, axis=0)
            by_var = unit * np.mean(g * unit, axis=0)
            g = g - by_mean - by_var
        return self._images(g * scale, grad_out), grads
