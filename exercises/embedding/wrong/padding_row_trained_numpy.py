import numpy as np


class TextClassifier:
    def __init__(self, vocab_size, dim, classes):
        rng = np.random.default_rng()
        self.params = {
            "embedding.weight": rng.normal(size=(vocab_size, dim)),
            "fc.weight": rng.normal(size=(classes, dim)) / np.sqrt(dim),
            "fc.bias": np.zeros(classes),
        }

    def forward(self, ids):
        mask = ids != 0
        count = np.maximum(mask.sum(1, keepdims=True), 1)
        share = mask / count
        vectors = self.params["embedding.weight"][ids]
        mean = (vectors * share[..., None]).sum(1)
        self.cache = ids, np.ones_like(share) / count, mean
        return mean @ self.params["fc.weight"].T + self.params["fc.bias"]

    def backward(self, grad_out):
        ids, share, mean = self.cache
        grad_mean = grad_out @ self.params["fc.weight"]
        grad_table = np.zeros_like(self.params["embedding.weight"])
        np.add.at(grad_table, ids, share[..., None] * grad_mean[:, None, :])
        return None, {
            "embedding.weight": grad_table,
            "fc.weight": grad_out.T @ mean,
            "fc.bias": grad_out.sum(0),
        }


def train_step(model, ids, labels, lr):
    logits = model.forward(ids)
    shifted = logits - logits.max(1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(1, keepdims=True))
    rows = np.arange(len(labels))
    loss = -log_p[rows, labels].mean()
    grad = np.exp(log_p)
    grad[rows, labels] -= 1.0
    _, grads = model.backward(grad / len(labels))
    for name, value in grads.items():
        model.params[name] -= lr * value
    return float(loss)
