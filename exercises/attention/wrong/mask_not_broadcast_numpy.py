import math

import numpy as np


def transposed(x):
    """The last two axes exchanged."""
    return x.swapaxes(-1, -2)


def attention_weights(q, k, mask):
    """The share of every key for every query, (..., Tq, Tk); a fully masked row is zero."""
    scores = q @ transposed(k) / math.sqrt(q.shape[-1])
    scores = np.where(mask.reshape(-1, *mask.shape[-2:]), scores, -np.inf)
    top = scores.max(axis=-1, keepdims=True)
    top[np.isneginf(top)] = 0.0
    shares = np.exp(scores - top)
    total = shares.sum(axis=-1, keepdims=True)
    total[total == 0.0] = 1.0
    return shares / total


def attention(q, k, v, mask):
    return attention_weights(q, k, mask) @ v


def attention_backward(grad_out, q, k, v, mask):
    weights = attention_weights(q, k, mask)
    grad_v = transposed(weights) @ grad_out
    grad_weights = grad_out @ transposed(v)
    common = (grad_weights * weights).sum(axis=-1, keepdims=True)
    grad_scores = weights * (grad_weights - common) / math.sqrt(q.shape[-1])
    return grad_scores @ k, transposed(grad_scores) @ q, grad_v
