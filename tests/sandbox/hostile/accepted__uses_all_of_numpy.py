import numpy as np


def f(x):
    np.linalg.svd(np.eye(3)), np.fft.fft(np.ones(4)), np.random.default_rng(0).normal(size=3)
    np.polynomial.Polynomial([1, 2]), np.einsum("ij,jk", np.eye(2), np.eye(2))
    np.testing.assert_allclose(np.ones(200) @ np.ones(200), 200.0)
    import numpy.ma, numpy.lib.stride_tricks
    (np.ones((300, 300)) @ np.ones((300, 300))).sum()
    return x * 2
