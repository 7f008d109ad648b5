import numpy as np


def f(x):
    return np.broadcast_to(x.sum(), (10**5, 10**5)) * 2.0
