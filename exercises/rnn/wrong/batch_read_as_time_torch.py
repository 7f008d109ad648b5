import torch
import torch.nn.functional as F
from torch import nn


class Forecaster(nn.Module):
    """tanh RNN over (B, T, I); the last hidden state goes through fc."""

    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.rnn = nn.RNN(input_size, hidden_size)
        self.fc = nn.Linear(hidden_size, output_size)

    def forward(self, x):
        hidden, _ = self.rnn(x)
        return self.fc(hidden[:, -1])


def train_step(model, x, y, lr):
    model.zero_grad()
    loss = F.mse_loss(model(x), y)
    loss.backward()
    with torch.no_grad():
        for p in model.parameters():
            p -= lr * p.grad
    return loss.item()
