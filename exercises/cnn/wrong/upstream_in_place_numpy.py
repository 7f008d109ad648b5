import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def conv(x, weight, bias):
    """3x3 convolution, padding 1. x (N, C, H, W) -> (N, O, H, W) and the patches it used."""
    n, c, height, width = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    windows = sliding_window_view(padded, (3, 3), axis=(2, 3))
    # im2col: one row per output position, so that the convolution is one matrix product.
    patches = windows.transpose(0, 2, 3, 1, 4, 5).reshape(n * height * width, c * 9)
    out = patches @ weight.reshape(len(weight), -1).T + bias
    return out.reshape(n, height, width, -1).transpose(0, 3, 1, 2), patches


def conv_backward(grad, patches, weight):
    """Gradients of the input, the weight and the bias. grad (N, O, H, W)."""
    n, o, height, width = grad.shape
    c = weight.shape[1]
    rows = grad.transpose(0, 2, 3, 1).reshape(-1, o)
    grad_weight = (rows.T @ patches).reshape(weight.shape)
    grad_patches = (rows @ weight.reshape(o, -1)).reshape(n, height, width, c, 3, 3)
    # A pixel lies in up to nine patches: add its nine shares back where they came from.
    padded = np.zeros((n, c, height + 2, width + 2))
    for i in range(3):
        for j in range(3):
            share = grad_patches[..., i, j].transpose(0, 3, 1, 2)
            padded[:, :, i : i + height, j : j + width] += share
    return padded[:, :, 1:-1, 1:-1], grad_weight, rows.sum(axis=0)


def max_pool(x):
    """2x2 max-pool, floor mode. Returns the maxima and the index, 0 to 3, of each first maximum."""
    n, c, height, width = x.shape
    h, w = height // 2, width // 2
    blocks = x[:, :, : 2 * h, : 2 * w].reshape(n, c, h, 2, w, 2)
    blocks = blocks.transpose(0, 1, 2, 4, 3, 5).reshape(n, c, h, w, 4)
    # argmax returns the first of equal values, as PyTorch does.
    index = blocks.argmax(axis=-1)
    return np.take_along_axis(blocks, index[..., None], axis=-1)[..., 0], index


def max_pool_backward(grad, index, shape):
    """Puts each gradient where the maximum was; a row or column left over gets zero."""
    n, c, h, w = grad.shape
    blocks = np.zeros((n, c, h, w, 4))
    np.put_along_axis(blocks, index[..., None], grad[..., None], axis=-1)
    out = np.zeros(shape)
    blocks = blocks.reshape(n, c, h, w, 2, 2).transpose(0, 1, 2, 4, 3, 5)
    out[:, :, : 2 * h, : 2 * w] = blocks.reshape(n, c, 2 * h, 2 * w)
    return out


class CNN:
    """conv1 -> ReLU -> max-pool -> conv2 -> ReLU -> global average -> fc."""

    def __init__(self, in_channels, channels, classes):
        rng = np.random.default_rng(0)

        def draw(*shape):
            return rng.standard_normal(shape) * np.sqrt(2 / np.prod(shape[1:]))

        self.params = {
            "conv1.weight": draw(channels, in_channels, 3, 3),
            "conv1.bias": np.zeros(channels),
            "conv2.weight": draw(2 * channels, channels, 3, 3),
            "conv2.bias": np.zeros(2 * channels),
            "fc.weight": draw(classes, 2 * channels),
            "fc.bias": np.zeros(classes),
        }

    def forward(self, x):
        p = self.params
        z1, patches1 = conv(x, p["conv1.weight"], p["conv1.bias"])
        pooled, index = max_pool(np.maximum(z1, 0))
        z2, patches2 = conv(pooled, p["conv2.weight"], p["conv2.bias"])
        features = np.maximum(z2, 0).mean(axis=(2, 3))
        self.cache = patches1, z1, index, patches2, z2, features
        return features @ p["fc.weight"].T + p["fc.bias"]

    def backward(self, grad_out):
        p = self.params
        patches1, z1, index, patches2, z2, features = self.cache
        positions = z2.shape[2] * z2.shape[3]
        fc_weight, fc_bias = grad_out.T @ features, grad_out.sum(axis=0)
        # Every position had an equal share in the average; the ReLU lets the positive ones pass.
        grad_out /= positions
        grad_features = grad_out @ p["fc.weight"]
        grad_z2 = grad_features[:, :, None, None] * (z2 > 0)
        grad_pooled, w2, b2 = conv_backward(grad_z2, patches2, p["conv2.weight"])
        grad_z1 = max_pool_backward(grad_pooled, index, z1.shape) * (z1 > 0)
        grad_x, w1, b1 = conv_backward(grad_z1, patches1, p["conv1.weight"])
        grads = {
            "conv1.weight": w1,
            "conv1.bias": b1,
            "conv2.weight": w2,
            "conv2.bias": b2,
            "fc.weight": fc_weight,
            "fc.bias": fc_bias,
        }
        return grad_x, grads


def train_step(model, x, y, lr):
    logits = model.forward(x)
    rows = np.arange(len(y))
    # log-softmax in one go: the shift keeps exp from overflowing, the log never sees a 0.
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_p[rows, y].mean()
    grad = np.exp(log_p)
    grad[rows, y] -= 1
    # The mean over the batch enters the gradient once, here.
    _, grads = model.backward(grad / len(y))
    for name, g in grads.items():
        model.params[name] = model.params[name] - lr * g
    return float(loss)
