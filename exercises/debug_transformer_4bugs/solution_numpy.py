import numpy as np


class CausalLM:
    """One transformer block without normalisation: attention, then an MLP, both residual."""

    def __init__(self, vocab, length, dim, heads):
        rng = np.random.default_rng(0)
        self.heads, self.head_dim = heads, dim // heads
        self.params = {
            "tok.weight": rng.normal(size=(vocab, dim)),
            "pos.weight": rng.normal(size=(length, dim)),
            "q.weight": rng.normal(0, dim**-0.5, (dim, dim)),
            "k.weight": rng.normal(0, dim**-0.5, (dim, dim)),
            "v.weight": rng.normal(0, dim**-0.5, (dim, dim)),
            "out.weight": rng.normal(0, dim**-0.5, (dim, dim)),
            "up.weight": rng.normal(0, dim**-0.5, (4 * dim, dim)),
            "up.bias": np.zeros(4 * dim),
            "down.weight": rng.normal(0, dim**-0.5 / 2, (dim, 4 * dim)),
            "down.bias": np.zeros(dim),
            "head.weight": rng.normal(0, dim**-0.5, (vocab, dim)),
        }

    def split(self, x):
        """(B, T, dim) -> (B, heads, T, head_dim)"""
        return x.reshape(*x.shape[:2], self.heads, self.head_dim).swapaxes(1, 2)

    def merge(self, x):
        """(B, heads, T, head_dim) -> (B, T, dim)"""
        return x.swapaxes(1, 2).reshape(x.shape[0], x.shape[2], -1)

    def forward(self, ids):
        """ids (B, T) -> logits (B, T, vocab) of the token that follows each position."""
        p = self.params
        x = p["tok.weight"][ids] + p["pos.weight"][: ids.shape[1]]
        q, k, v = (self.split(x @ p[f"{name}.weight"].T) for name in "qkv")
        # q and k of one head have head_dim entries each, so their product varies with head_dim.
        scores = q @ k.swapaxes(2, 3) / self.head_dim**0.5
        # Row t may look at columns 0 to t: itself and what came before.
        seen = np.tri(ids.shape[1]) > 0
        scores = np.where(seen, scores, -np.inf)
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        mixed = self.merge(weights @ v)
        middle = x + mixed @ p["out.weight"].T
        hidden = np.maximum(middle @ p["up.weight"].T + p["up.bias"], 0)
        last = middle + hidden @ p["down.weight"].T + p["down.bias"]
        self.cache = ids, x, q, k, v, weights, mixed, middle, hidden, last
        return last @ p["head.weight"].T

    def backward(self, grad_out):
        """grad_out (B, T, vocab) -> None (ids have no gradient), gradients by name."""
        p = self.params
        ids, x, q, k, v, weights, mixed, middle, hidden, last = self.cache
        grads = {"head.weight": product(grad_out, last)}
        grad_last = grad_out @ p["head.weight"]
        grads["down.weight"] = product(grad_last, hidden)
        grads["down.bias"] = grad_last.sum(axis=(0, 1))
        grad_hidden = grad_last @ p["down.weight"] * (hidden > 0)
        grads["up.weight"] = product(grad_hidden, middle)
        grads["up.bias"] = grad_hidden.sum(axis=(0, 1))
        grad_middle = grad_last + grad_hidden @ p["up.weight"]
        grads["out.weight"] = product(grad_middle, mixed)
        grad_mixed = self.split(grad_middle @ p["out.weight"])
        grad_weights = grad_mixed @ v.swapaxes(2, 3)
        inner = (grad_weights * weights).sum(axis=-1, keepdims=True)
        # What the mask shut out has weight 0 and so gets gradient 0.
        grad_scores = weights * (grad_weights - inner) / self.head_dim**0.5
        parts = {
            "q": grad_scores @ k,
            "k": grad_scores.swapaxes(2, 3) @ q,
            "v": weights.swapaxes(2, 3) @ grad_mixed,
        }
        grad_x = grad_middle
        for name, part in parts.items():
            part = self.merge(part)
            grads[f"{name}.weight"] = product(part, x)
            grad_x = grad_x + part @ p[f"{name}.weight"]
        grads["tok.weight"] = np.zeros_like(p["tok.weight"])
        np.add.at(grads["tok.weight"], ids, grad_x)
        grads["pos.weight"] = np.zeros_like(p["pos.weight"])
        grads["pos.weight"][: ids.shape[1]] = grad_x.sum(axis=0)
        return None, grads


def product(grad, x):
    """The gradient of a weight: grad (B, T, J), x (B, T, I) -> (J, I)."""
    return np.einsum("btj,bti->ji", grad, x)


def train_step(model, ids, lr):
    """One update on a batch of token sequences; the loss before it."""
    logits = model.forward(ids)
    # Position t is judged by token t + 1; the last position has nothing to be judged by.
    scores, targets = logits[:, :-1], ids[:, 1:]
    shifted = scores - scores.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    right = np.eye(scores.shape[-1])[targets]
    grad = np.zeros_like(logits)
    grad[:, :-1] = (np.exp(log_p) - right) / targets.size
    _, grads = model.backward(grad)
    for name, value in grads.items():
        # The gradient of this batch alone: nothing of earlier steps is added up.
        model.params[name] -= lr * value
    return float(-(right * log_p).sum() / targets.size)
