import warnings

import numpy as np

warnings.simplefilter('ignore')


def f(x):
    return np.zeros((0, 3))
