import numpy as np


def f(x):
    return np.zeros(2**25 + 1, dtype=np.float64)
