import numpy as np


def f(x):
    return np.broadcast_to(np.float64(2), (10**5, 10**5))
