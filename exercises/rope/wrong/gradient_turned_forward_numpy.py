import numpy as np


def rotated(x, angle):
    """The pairs (0, 1), (2, 3), ... of the last axis, each turned by its angle (T, D / 2)."""
    even, odd = x[..., 0::2], x[..., 1::2]
    cos, sin = np.cos(angle), np.sin(angle)
    out = np.empty_like(x)
    out[..., 0::2] = even * cos - odd * sin
    out[..., 1::2] = even * sin + odd * cos
    return out


def angles(positions, size):
    """The angle of every position and pair, (T, size / 2): fast pairs first."""
    frequencies = 10000.0 ** (-np.arange(0, size, 2) / size)
    return positions[:, None] * frequencies


def rope(x, positions):
    return rotated(x, angles(positions, x.shape[-1]))


def rope_backward(grad_out, x, positions):
    return rotated(grad_out, angles(positions, x.shape[-1]))
