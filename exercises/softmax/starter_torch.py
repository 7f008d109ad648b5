import torch


def softmax(x, dim):
    """x of any shape -> softmax along the axis `dim`, same shape."""
    raise NotImplementedError
