import numpy as np


class AdamW:
    """Adam with decoupled weight decay; changes the arrays it was given in place."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        """params: arrays, in any iterable."""
        raise NotImplementedError

    def step(self, grads):
        """One step; grads: for each parameter its gradient, or None to leave it alone."""
        raise NotImplementedError
