# Mistake: Writes into `grad_out` in backward.
import numpy as np


def softmax(x, dim):
    peak = np.amax(x, axis=dim, keepdims=True)
    powers = np.exp(np.subtract(x, peak))
    total = np.sum(powers, axis=dim, keepdims=True)
    return powers / total


def softmax_backward(grad_out, x, dim):
    probs = softmax(x, dim)
    weighted = grad_out
    weighted *= probs
    return weighted - probs * np.sum(weighted, axis=dim, keepdims=True)
