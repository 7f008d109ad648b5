import math

import numpy as np


def attention_weights(q, k, mask):
    """The share of every key for every query, (..., Tq, Tk); a fully masked row is zero."""
    scores = q @ k.swapaxes(-1, -2) / math.sqrt(q.shape[-1])
    scores = np.where(mask, scores, -np.inf)
    shares = np.exp(scores)
    total = shares.sum(axis=-1, keepdims=True)
    total[total == 0.0] = 1.0
    return shares / total


def attention(q, k, v, mask):
    return attention_weights(q, k, mask) @ v


def attention_backward(grad_out, q, k, v, mask):
    weights = attention_weights(q, k, mask)
    grad_v = weights.swapaxes(-1, -2) @ grad_out
    grad_weights = grad_out @ v.swapaxes(-1, -2)
    common = (grad_weights * weights).sum(axis=-1, keepdims=True)
    grad_scores = weights * (grad_weights - common) / math.sqrt(q.shape[-1])
    return grad_scores @ k, grad_scores.swapaxes(-1, -2) @ q, grad_v
