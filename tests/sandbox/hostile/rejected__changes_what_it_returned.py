import numpy as np

kept = np.zeros((2, 3))


def f(x):
    if kept.any():
        kept[...] = -1.0
    else:
        kept[...] = x * 2
    return kept
