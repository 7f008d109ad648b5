import torch
import torch.nn.functional as F
from torch import nn


class Tagger(nn.Module):
    """A class for every step of a sequence, from a recurrent network written by hand."""

    def __init__(self, input_size, hidden_size, classes):
        super().__init__()
        self.hidden_size = hidden_size
        self.i2h = nn.Linear(input_size, hidden_size)
        self.h2h = nn.Linear(hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, classes)

    def step(self, x, hidden):
        """One time step: x (B, I), hidden (B, H) -> logits (B, C) and the new state (B, H)."""
        hidden = torch.tanh(self.i2h(x) + self.h2h(hidden))
        return self.h2o(hidden), hidden

    def forward(self, x):
        """x (T, B, I) -> logits (T, B, C)."""
        hidden = x.new_zeros(x.shape[1], self.hidden_size)
        logits = []
        for x_t in x:
            logits_t, hidden = self.step(x_t, hidden)
            logits.append(logits_t)
        return torch.stack(logits)


def train_step(model, x, y, lr):
    """One update on a batch of sequences; the loss before it."""
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    loss = F.cross_entropy(model(x).flatten(0, 1), y.flatten())
    loss.backward()
    optimizer.step()
    return loss.item()
