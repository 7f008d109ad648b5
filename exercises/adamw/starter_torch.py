import torch


class AdamW:
    """Adam with decoupled weight decay; changes the tensors it was given in place."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        """params: leaf tensors that require a gradient, in any iterable."""
        raise NotImplementedError

    def step(self):
        """One step with the gradients in .grad; a parameter whose .grad is None is left alone."""
        raise NotImplementedError

    def zero_grad(self):
        """Set every .grad to None."""
        raise NotImplementedError
