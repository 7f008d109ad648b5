# Mistake: Adds sine and cosine of the angles to x.
import numpy as np


def turn(x, positions):
    depth = x.shape[-1]
    pair = np.arange(depth // 2)
    speed = np.power(10000.0, -2.0 * pair / depth)
    phase = np.multiply.outer(positions.astype(np.float64), speed)
    out = x.copy()
    out[..., ::2] += np.sin(phase)
    out[..., 1::2] += np.cos(phase)
    return out


def rope(x, positions):
    return turn(x, positions)


def rope_backward(grad_out, x, positions):
    return grad_out.copy()
