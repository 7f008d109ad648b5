# Mistake: Subtracts the maximum from `x` in place.
import numpy as np


def softmax(x, dim):
    peak = np.amax(x, axis=dim, keepdims=True)
    x -= peak
    powers = np.exp(x)
    total = np.sum(powers, axis=dim, keepdims=True)
    return powers / total


def softmax_backward(grad_out, x, dim):
    probs = softmax(x, dim)
    weighted = probs * grad_out
    return weighted - probs * np.sum(weighted, axis=dim, keepdims=True)
