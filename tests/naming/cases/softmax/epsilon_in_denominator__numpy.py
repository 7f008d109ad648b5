# Mistake: Adds 1e-8 to the denominator.
import numpy as np


def softmax(x, dim):
    peak = np.amax(x, axis=dim, keepdims=True)
    powers = np.exp(np.subtract(x, peak))
    total = np.sum(powers, axis=dim, keepdims=True)
    return powers / (total + 1e-8)


def softmax_backward(grad_out, x, dim):
    probs = softmax(x, dim)
    weighted = probs * grad_out
    return weighted - probs * np.sum(weighted, axis=dim, keepdims=True)
