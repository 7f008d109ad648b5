# Mistake: Takes the softmax of the latest forward instead of that of its `x`.
import numpy as np

last = {}


def softmax(x, dim):
    peak = np.amax(x, axis=dim, keepdims=True)
    powers = np.exp(np.subtract(x, peak))
    total = np.sum(powers, axis=dim, keepdims=True)
    last["probs"] = powers / total
    return last["probs"]


def softmax_backward(grad_out, x, dim):
    if "probs" not in last:
        softmax(x, dim)
    probs = last["probs"]
    weighted = probs * grad_out
    return weighted - probs * np.sum(weighted, axis=dim, keepdims=True)
