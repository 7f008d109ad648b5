import numpy as np


def accuracy(logits, targets):
    """A weighted average of hits whose weights are zero on padding; an array without axes."""
    labels = targets.reshape(-1)
    guesses = np.argsort(-logits.reshape(labels.size, -1), axis=1, kind="stable")[:, 0]
    weights = np.where(labels < 0, 0.0, 1.0)
    if not weights.any():
        return np.array(0.0)
    return np.asarray(np.average(guesses == labels, weights=weights))
