# Mistake: Overwrites the first coordinate before the second is computed.
import numpy as np


def turn(x, positions, sense):
    depth = x.shape[-1]
    pair = np.arange(depth // 2)
    speed = np.power(10000.0, -2.0 * pair / depth)
    phase = np.multiply.outer(positions.astype(np.float64), speed)
    c, s = np.cos(phase), sense * np.sin(phase)
    out = x.copy()
    out[..., ::2] = out[..., ::2] * c - out[..., 1::2] * s
    out[..., 1::2] = out[..., ::2] * s + out[..., 1::2] * c
    return out


def rope(x, positions):
    return turn(x, positions, 1)


def rope_backward(grad_out, x, positions):
    return turn(grad_out, positions, -1)
