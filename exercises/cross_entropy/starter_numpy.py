import numpy as np


def cross_entropy(logits, targets, weight, ignore_index):
    """logits (N, C), targets (N,) int64, weight (C,) or None -> the loss, one number."""
    raise NotImplementedError


def cross_entropy_backward(grad_out, logits, targets, weight, ignore_index):
    """grad_out: the gradient of the loss, one number -> the gradient of logits (N, C)."""
    raise NotImplementedError
