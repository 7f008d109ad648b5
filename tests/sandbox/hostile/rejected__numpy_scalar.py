import warnings

import numpy as np

warnings.simplefilter('ignore')


def f(x):
    return np.float64(2)
