import torch
import torch.nn.functional as F
from torch import nn


class CNN(nn.Module):
    def __init__(self, in_channels, channels, classes):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, channels, 3, padding=1)
        self.conv2 = nn.Conv2d(channels, 2 * channels, 3, padding=1)
        self.fc = nn.Linear(2 * channels, classes)

    def forward(self, x):
        """x (N, in_channels, H, W) -> logits (N, classes)."""
        raise NotImplementedError


def train_step(model, x, y, lr):
    """One step on the mean cross-entropy, y (N,) int64; the loss before it, a float."""
    raise NotImplementedError
