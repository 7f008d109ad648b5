import math

import numpy as np


def attention(q, k, v, mask):
    """q (..., Tq, d), k (..., Tk, d), v (..., Tk, dv), mask bool -> (..., Tq, dv)."""
    raise NotImplementedError


def attention_backward(grad_out, q, k, v, mask):
    """grad_out (..., Tq, dv) -> (grad_q, grad_k, grad_v), shaped as q, k and v."""
    raise NotImplementedError
