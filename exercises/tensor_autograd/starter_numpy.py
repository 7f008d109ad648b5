from contextlib import contextmanager

import numpy as np


@contextmanager
def no_grad():
    """Inside `with no_grad():` results get no history and requires_grad=False."""
    raise NotImplementedError
    yield


class Tensor:
    """An array that remembers what it was computed from."""

    def __init__(self, data, requires_grad=False):
        """data: a number, lists or an array; sets .data (float64), .requires_grad, .grad = None."""
        raise NotImplementedError

    def __add__(self, other):
        """Broadcasts; `other` is a Tensor or a number. Likewise the next four."""
        raise NotImplementedError

    def __radd__(self, other):
        raise NotImplementedError

    def __mul__(self, other):
        raise NotImplementedError

    def __rmul__(self, other):
        raise NotImplementedError

    def __neg__(self):
        raise NotImplementedError

    def __sub__(self, other):
        raise NotImplementedError

    def __rsub__(self, other):
        raise NotImplementedError

    def __matmul__(self, other):
        """Both have two axes or more; leading axes broadcast."""
        raise NotImplementedError

    def sum(self, axis=None, keepdims=False):
        """Over everything, or along one axis."""
        raise NotImplementedError

    def relu(self):
        raise NotImplementedError

    def backward(self, grad=None):
        """Add the gradient to .grad of every tensor that was made with requires_grad=True."""
        raise NotImplementedError
