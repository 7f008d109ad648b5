# Mistake: Never clears the gradients between steps.
import torch
from torch import nn


class MLP(nn.Module):
    def __init__(self, d_in, hidden, d_out):
        super().__init__()
        self.fc1 = nn.Linear(d_in, hidden)
        self.fc2 = nn.Linear(hidden, d_out)

    def forward(self, x):
        act = torch.relu(self.fc1(x))
        return self.fc2(act)


def train_step(model, x, y, lr):
    logp = torch.log_softmax(model(x), dim=1)
    loss = -logp.gather(1, y.unsqueeze(1)).mean()
    loss.backward()
    for p in model.parameters():
        p.data.add_(p.grad, alpha=-lr)
    return float(loss)
