import numpy as np


class Runs:
    def __reduce__(self):
        return print, ("run",)


def f(x):
    return np.array([(1.0, Runs())] * 6, dtype=[("a", "f8"), ("b", "O")]).reshape(2, 3)
