import numpy as np


def f(x):
    return 10**5000
