import torch
import torch.nn.functional as F
from torch import nn


class MLP(nn.Module):
    """fc1 -> ReLU -> fc2; returns logits, because the loss takes logits."""

    def __init__(self, d_in, hidden, d_out):
        super().__init__()
        self.fc1 = nn.Linear(d_in, hidden)
        self.fc2 = nn.Linear(hidden, d_out)

    def forward(self, x):
        return self.fc2(F.relu(self.fc1(x))).squeeze()


def train_step(model, x, y, lr):
    # backward adds to .grad, so what an earlier step left there must go first.
    model.zero_grad()
    loss = F.cross_entropy(model(x), y)
    loss.backward()
    with torch.no_grad():
        for p in model.parameters():
            p -= lr * p.grad
    return loss.item()
