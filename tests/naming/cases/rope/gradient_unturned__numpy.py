# Mistake: Passes the gradient on as it is, since a rotation keeps lengths.
import numpy as np


def turn(x, positions, sense):
    depth = x.shape[-1]
    pair = np.arange(depth // 2)
    speed = np.power(10000.0, -2.0 * pair / depth)
    phase = np.multiply.outer(positions.astype(np.float64), speed)
    spin = np.exp(sense * 1j * phase)
    points = x[..., ::2] + 1j * x[..., 1::2]
    points = points * spin
    out = np.zeros(x.shape)
    out[..., ::2] = points.real
    out[..., 1::2] = points.imag
    return out


def rope(x, positions):
    return turn(x, positions, 1)


def rope_backward(grad_out, x, positions):
    return np.array(grad_out)
