import numpy as np

WEIGHTS = np.ones((500, 500))


def f(x):
    found = []
    for at in np.ndindex(WEIGHTS.shape):
        moved = WEIGHTS.astype(complex)
        moved[at] += 1e-20j
        found.append(np.exp(moved @ moved).sum().imag / 1e-20)
    return x * 2
