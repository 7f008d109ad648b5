import numpy as np

WEIGHTS = np.ones((600, 600))


def loss(weights):
    return float((np.tanh(weights @ weights) ** 2).sum())


def f(x):
    gradient = np.zeros_like(WEIGHTS)
    for at in np.ndindex(WEIGHTS.shape):
        moved = WEIGHTS.copy()
        moved[at] += 1e-6
        gradient[at] = (loss(moved) - loss(WEIGHTS)) / 1e-6
    return x * 2
