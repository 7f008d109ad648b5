import math

import numpy as np


def transposed(x):
    """The last two axes exchanged."""
    return x.swapaxes(-1, -2)


def attention_weights(q, k, mask):
    """The share of every key for every query, (..., Tq, Tk); a fully masked row is zero."""
    scores = q @ transposed(k) / math.sqrt(q.shape[-1])
    scores = np.where(mask, scores, -1e9)
    shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return shares / shares.sum(axis=-1, keepdims=True)


def attention(q, k, v, mask):
    return attention_weights(q, k, mask) @ v


def attention_backward(grad_out, q, k, v, mask):
    weights = attention_weights(q, k, mask)
    grad_v = transposed(weights) @ grad_out
    grad_weights = grad_out @ transposed(v)
    common = (grad_weights * weights).sum(axis=-1, keepdims=True)
    grad_scores = weights * (grad_weights - common) / math.sqrt(q.shape[-1])
    return grad_scores @ k, transposed(grad_scores) @ q, grad_v
