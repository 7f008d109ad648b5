"""Only the rows that count, one-hot targets, logaddexp for the normaliser."""

import numpy as np


def prepared(logits, targets, weight, ignore_index):
    kept = np.flatnonzero(targets != ignore_index)
    hot = np.eye(logits.shape[1])[targets[kept]]
    if weight is not None:
        hot = hot * weight[None, :]
    return kept, logits[kept], hot / hot.sum()


def cross_entropy(logits, targets, weight, ignore_index):
    _, z, share = prepared(logits, targets, weight, ignore_index)
    lse = np.logaddexp.reduce(z, axis=1)
    return float(np.einsum("nc,nc->", share, lse[:, None] - z))


def cross_entropy_backward(grad_out, logits, targets, weight, ignore_index):
    kept, z, share = prepared(logits, targets, weight, ignore_index)
    p = np.exp(z - np.logaddexp.reduce(z, axis=1)[:, None])
    grad = np.zeros_like(logits)
    grad[kept] = grad_out * (p * share.sum(axis=1, keepdims=True) - share)
    return grad
