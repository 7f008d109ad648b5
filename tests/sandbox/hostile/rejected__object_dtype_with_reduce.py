import os

import numpy as np


class Evil:
    def __reduce__(self):
        return os.system, ("echo pwned",)


def f(x):
    return np.array([Evil()], dtype=object)
