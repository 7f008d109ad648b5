# Mistake: Ignores targets of -100, whatever `ignore_index` is.
import numpy as np


def _log_probs(logits):
    top = np.amax(logits, axis=1)[:, None]
    moved = logits - top
    return moved - np.log(np.sum(np.exp(moved), axis=1))[:, None]


def _row_weights(logits, targets, weight, ignore_index):
    if weight is None:
        weight = np.ones(logits.shape[1])
    out = np.zeros(len(targets))
    for n, label in enumerate(targets):
        if label != -100:
            out[n] = weight[label]
    return out


def cross_entropy(logits, targets, weight, ignore_index):
    logp = _log_probs(logits)
    share = _row_weights(logits, targets, weight, ignore_index)
    total = 0.0
    for n, label in enumerate(targets):
        if label != -100:
            total -= share[n] * logp[n, label]
    return total / np.sum(share)


def cross_entropy_backward(grad_out, logits, targets, weight, ignore_index):
    grad = np.exp(_log_probs(logits))
    share = _row_weights(logits, targets, weight, ignore_index)
    for n, label in enumerate(targets):
        if label != -100:
            grad[n, label] -= 1.0
    return grad * (share / np.sum(share))[:, None] * grad_out
