import numpy as np


# A pair is a complex number, a rotation a factor of modulus one.
def factors(positions, size):
    frequencies = np.exp(-np.log(10000.0) * np.arange(size // 2) * 2 / size)
    return np.exp(1j * np.outer(positions, frequencies))


def rope(x, positions):
    turned = (x[..., ::2] + 1j * x[..., 1::2]) * factors(positions, x.shape[-1])
    return np.stack([turned.real, turned.imag], axis=-1).reshape(x.shape)


def rope_backward(grad_out, x, positions):
    turned = (grad_out[..., ::2] + 1j * grad_out[..., 1::2]) * factors(
        positions, x.shape[-1]
    ).conj()
    return np.stack([turned.real, turned.imag], axis=-1).reshape(x.shape)
