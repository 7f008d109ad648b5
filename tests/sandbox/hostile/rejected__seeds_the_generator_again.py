import random

import numpy as np


def f(x):
    random.seed(0)
    np.random.seed(0)
    return np.random.normal(size=x.shape)
