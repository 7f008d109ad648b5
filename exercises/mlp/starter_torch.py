import torch
import torch.nn.functional as F
from torch import nn


class MLP(nn.Module):
    def __init__(self, d_in, hidden, d_out):
        super().__init__()
        self.fc1 = nn.Linear(d_in, hidden)
        self.fc2 = nn.Linear(hidden, d_out)

    def forward(self, x):
        """x (N, d_in) -> logits (N, d_out)."""
        raise NotImplementedError


def train_step(model, x, y, lr):
    """One step on the mean cross-entropy, y (N,) int64; the loss before it, a float."""
    raise NotImplementedError
