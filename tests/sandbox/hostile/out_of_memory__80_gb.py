import numpy as np


def f(x):
    return np.ones(10**10)
