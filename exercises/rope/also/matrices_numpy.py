import numpy as np


# One D x D rotation matrix per position; backward multiplies by its transpose.
def matrices(positions, size):
    found = np.zeros((len(positions), size, size))
    for t, position in enumerate(positions):
        for i in range(0, size, 2):
            angle = position / 10000 ** (i / size)
            c, s = np.cos(angle), np.sin(angle)
            found[t, i : i + 2, i : i + 2] = [[c, -s], [s, c]]
    return found


def rope(x, positions):
    return np.einsum("tij,...tj->...ti", matrices(positions, x.shape[-1]), x)


def rope_backward(grad_out, x, positions):
    return np.einsum("tij,...ti->...tj", matrices(positions, x.shape[-1]), grad_out)
