import numpy as np

OFFSETS = list(np.ndindex(3, 3))


class CNN:
    """Convolution, ReLU, average pooling and one linear layer on the flattened features."""

    def __init__(self, in_channels, channels, classes, height, width):
        rng = np.random.default_rng(0)
        features = channels * (height // 2) * (width // 2)
        self.params = {
            "conv.weight": rng.normal(0, 0.3, (channels, in_channels, 3, 3)),
            "conv.bias": np.zeros(channels),
            "fc.weight": rng.normal(0, features**-0.5, (classes, features)),
            "fc.bias": np.zeros(classes),
        }

    def forward(self, x):
        """x (N, in_channels, height, width) -> logits (N, classes)."""
        p = self.params
        n, _, height, width = x.shape
        h, w = height // 2, width // 2
        padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
        maps = np.zeros((n, len(p["conv.bias"]), height, width))
        for i, j in OFFSETS:
            window = padded[:, :, i : i + height, j : j + width]
            maps += np.einsum("nchw,oc->nohw", window, p["conv.weight"][:, :, i, j])
        maps += p["conv.bias"][:, None, None]
        active = np.maximum(maps, 0)
        blocks = active[:, :, : 2 * h, : 2 * w].reshape(*maps.shape[:2], h, 2, w, 2)
        flat = blocks.mean(axis=(3, 5)).reshape(-1, n).T
        self.cache = padded, maps, flat
        return flat @ p["fc.weight"].T + p["fc.bias"]

    def backward(self, grad_out):
        """grad_out (N, classes) -> gradient of x, gradients by name."""
        p = self.params
        padded, maps, flat = self.cache
        n, channels, height, width = maps.shape
        h, w = height // 2, width // 2
        grad_pooled = (grad_out @ p["fc.weight"]).reshape(n, channels, h, w)
        grad_maps = np.zeros_like(maps)
        grad_maps[:, :, : 2 * h, : 2 * w] = grad_pooled.repeat(2, axis=2).repeat(2, axis=3) / 4
        grad_maps *= maps > 0
        grad_weight = np.empty_like(p["conv.weight"])
        grad_padded = np.zeros_like(padded)
        for i, j in OFFSETS:
            here = np.s_[:, :, i : i + height, j : j + width]
            grad_weight[:, :, i, j] = np.einsum("nohw,nchw->oc", grad_maps, padded[here])
            grad_padded[here] += np.einsum("nohw,oc->nchw", grad_maps, p["conv.weight"][:, :, i, j])
        grads = {
            "conv.weight": grad_weight,
            "conv.bias": grad_maps.sum(axis=(0, 2, 3)),
            "fc.weight": grad_out.T @ flat,
            "fc.bias": grad_out.sum(axis=0),
        }
        return grad_padded[:, :, 1:-1, 1:-1], grads


def train_step(model, x, y, lr):
    """One update on the mean cross-entropy; the loss before it."""
    logits = model.forward(x)
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    rows = np.arange(len(y))
    grad = np.exp(log_p)
    grad[rows, y] -= 1
    _, grads = model.backward(grad / len(y))
    for name, value in grads.items():
        model.params[name] -= lr * value
    return float(-log_p[rows, y].mean())
