import numpy as np


def convolve(x, weight, bias):
    """One output position after the other: its 3x3 patch times the flattened kernels."""
    n, c, h, w = x.shape
    padded = np.pad(x, [(0, 0), (0, 0), (1, 1), (1, 1)])
    kernels = weight.reshape(weight.shape[0], c * 9)
    out = np.empty((n, weight.shape[0], h, w))
    for i, j in np.ndindex(h, w):
        out[:, :, i, j] = padded[:, :, i : i + 3, j : j + 3].reshape(n, c * 9) @ kernels.T + bias
    return out, padded


def convolve_back(grad, padded, weight):
    kernels = weight.reshape(weight.shape[0], -1)
    grad_padded, grad_kernels = np.zeros(padded.shape), np.zeros(kernels.shape)
    for i, j in np.ndindex(grad.shape[2:]):
        g, patch = grad[:, :, i, j], padded[:, :, i : i + 3, j : j + 3]
        grad_kernels += g.T @ patch.reshape(len(patch), -1)
        grad_padded[:, :, i : i + 3, j : j + 3] += (g @ kernels).reshape(patch.shape)
    return grad_padded[:, :, 1:-1, 1:-1], grad_kernels.reshape(weight.shape), grad.sum((0, 2, 3))


def corners(x):
    """The four corners of every 2x2 window, as views that can be written to."""
    h, w = x.shape[2] // 2 * 2, x.shape[3] // 2 * 2
    return [x[:, :, i:h:2, j:w:2] for i in (0, 1) for j in (0, 1)]


class CNN:
    def __init__(self, in_channels, channels, classes):
        shapes = [(channels, in_channels, 3, 3), (channels * 2, channels, 3, 3)]
        shapes.append((classes, channels * 2))
        self.params = {}
        for name, shape in zip(["conv1", "conv2", "fc"], shapes):
            self.params[name + ".weight"] = np.random.randn(*shape) / np.sqrt(np.prod(shape[1:]))
            self.params[name + ".bias"] = np.zeros(shape[0])

    def forward(self, x):
        p = self.params
        self.z1, self.padded1 = convolve(x, p["conv1.weight"], p["conv1.bias"])
        found = np.stack(corners(np.where(self.z1 > 0, self.z1, 0.0)))
        self.winner = np.argmax(found, axis=0)
        pooled = np.max(found, axis=0)
        self.z2, self.padded2 = convolve(pooled, p["conv2.weight"], p["conv2.bias"])
        flat = np.maximum(self.z2, 0).reshape(*self.z2.shape[:2], -1)
        self.features = np.mean(flat, axis=-1)
        return self.features @ p["fc.weight"].T + p["fc.bias"]

    def backward(self, grad_out):
        p, z2 = self.params, self.z2
        share = grad_out @ p["fc.weight"] / (z2.shape[2] * z2.shape[3])
        grad = np.where(z2 > 0, share[..., np.newaxis, np.newaxis], 0.0)
        grad, w2, b2 = convolve_back(grad, self.padded2, p["conv2.weight"])
        spread = np.zeros(self.z1.shape)
        for k, corner in enumerate(corners(spread)):
            corner[...] = grad * (self.winner == k)
        grad, w1, b1 = convolve_back(spread * (self.z1 > 0), self.padded1, p["conv1.weight"])
        found = [w1, b1, w2, b2, grad_out.T @ self.features, grad_out.sum(0)]
        return grad, dict(zip(p, found))


def train_step(model, x, y, lr):
    z = model.forward(x)
    z = z - np.max(z, axis=1)[:, None]
    total = np.sum(np.exp(z), axis=1)
    chosen = np.take_along_axis(z, y[:, None], axis=1)[:, 0]
    grad = np.exp(z) / total[:, None]
    for row, label in enumerate(y):
        grad[row, label] -= 1
    grads = model.backward(grad / len(y))[1]
    for name in grads:
        model.params[name] = model.params[name] - lr * grads[name]
    return float(np.mean(np.log(total) - chosen))
