import numpy as np


def shifts(size):
    """(3, size, size): shifts[i] @ v is v moved by i - 1 with zeros coming in."""
    return np.stack([np.eye(size, k=k) for k in (-1, 0, 1)])


def halves(size):
    """(size // 2, size): means of neighbours."""
    return np.kron(np.eye(size // 2, size - size // 2), [0.5, 0.5])[:, :size]


class CNN:
    """Everything linear is a matrix, so backward is the same products with the matrices turned."""

    def __init__(self, in_channels, channels, classes, height, width):
        rng = np.random.default_rng(2)
        self.params = {
            "conv.weight": rng.normal(0, 0.2, (channels, in_channels, 3, 3)),
            "conv.bias": np.zeros(channels),
            "fc.weight": rng.normal(0, 0.1, (classes, channels * (height // 2) * (width // 2))),
            "fc.bias": np.zeros(classes),
        }

    def forward(self, x):
        p = self.params
        height, width = x.shape[2:]
        self.down, self.right = shifts(height), shifts(width)
        rows, columns = halves(height), halves(width)
        # moved[n, c, i, j] is the image under entry (i, j) of the kernel.
        self.moved = np.einsum("ihg,ncgv,jwv->ncijhw", self.down, x, self.right, optimize=True)
        maps = np.einsum("ocij,ncijhw->nohw", p["conv.weight"], self.moved, optimize=True)
        maps = maps + p["conv.bias"].reshape(1, -1, 1, 1)
        self.alive, self.pools = maps > 0, (rows, columns)
        pooled = rows @ (maps * self.alive) @ columns.T
        self.features = pooled.reshape(len(x), p["fc.weight"].shape[1])
        return np.dot(self.features, p["fc.weight"].T) + p["fc.bias"]

    def backward(self, grad_out):
        p = self.params
        rows, columns = self.pools
        grad = np.dot(grad_out, p["fc.weight"])
        grad = grad.reshape(len(grad), -1, len(rows), len(columns))
        grad = (rows.T @ grad @ columns) * self.alive
        moved = np.einsum("ocij,nohw->ncijhw", p["conv.weight"], grad, optimize=True)
        grad_x = np.einsum("ihg,ncijhw,jwv->ncgv", self.down, moved, self.right, optimize=True)
        return grad_x, {
            "conv.weight": np.einsum("nohw,ncijhw->ocij", grad, self.moved, optimize=True),
            "conv.bias": grad.sum(axis=3).sum(axis=2).sum(axis=0),
            "fc.weight": np.dot(grad_out.T, self.features),
            "fc.bias": np.ones(len(grad_out)) @ grad_out,
        }


def train_step(model, x, y, lr):
    logits = model.forward(x)
    top = logits.max(axis=1, keepdims=True)
    log_sum = top + np.log(np.exp(logits - top).sum(axis=1, keepdims=True))
    onehot = np.eye(logits.shape[1])[y]
    loss = (log_sum[:, 0] - (logits * onehot).sum(axis=1)).sum() / len(y)
    for name, grad in model.backward((np.exp(logits - log_sum) - onehot) / len(y))[1].items():
        model.params[name][...] -= lr * grad
    return float(loss)
