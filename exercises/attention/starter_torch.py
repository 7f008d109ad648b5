import math

import torch


def attention(q, k, v, mask):
    """q (..., Tq, d), k (..., Tk, d), v (..., Tk, dv), mask bool -> (..., Tq, dv)."""
    raise NotImplementedError
