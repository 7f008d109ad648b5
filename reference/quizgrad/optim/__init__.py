"""Optimisers: `SGD` (momentum, Nesterov, weight decay) and `Adam`, with parameter groups."""

from .adam import Adam
from .optimizer import Optimizer
from .sgd import SGD

__all__ = ["SGD", "Adam", "Optimizer"]
