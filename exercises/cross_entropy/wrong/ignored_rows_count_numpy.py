import numpy as np


def log_softmax(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def row_weights(logits, targets, weight, ignore_index):
    """What each row counts in the mean, and the targets with a harmless class where ignored."""
    counts = targets != ignore_index
    # The ignored index may be -100, which is no row of anything.
    safe = np.where(counts, targets, 0)
    table = np.ones(logits.shape[1]) if weight is None else weight
    return table[safe], safe


def cross_entropy(logits, targets, weight, ignore_index):
    w, safe = row_weights(logits, targets, weight, ignore_index)
    picked = log_softmax(logits)[np.arange(len(safe)), safe]
    # A weighted mean divides by the sum of the weights.
    return -(w * picked).sum() / w.sum()


def cross_entropy_backward(grad_out, logits, targets, weight, ignore_index):
    w, safe = row_weights(logits, targets, weight, ignore_index)
    grad = np.exp(log_softmax(logits))
    grad[np.arange(len(safe)), safe] -= 1.0
    return grad_out * grad * w[:, None] / w.sum()
