import torch
import torch.nn.functional as F
from torch import nn


class Tagger(nn.Module):
    """One matrix product per step, on input and state side by side; the loss by hand."""

    def __init__(self, input_size, hidden_size, classes):
        super().__init__()
        self.i2h = nn.Linear(input_size, hidden_size)
        self.h2h = nn.Linear(hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, classes)

    def forward(self, x):
        weight = torch.cat([self.h2h.weight, self.i2h.weight], dim=1)
        bias = self.i2h.bias + self.h2h.bias
        logits, state = [], torch.zeros(x.shape[1], weight.shape[0])
        while len(logits) < len(x):
            joined = torch.cat([state, x[len(logits)]], dim=1)
            state = torch.tanh(F.linear(joined, weight, bias))
            logits.append(F.linear(state, self.h2o.weight, self.h2o.bias))
        return torch.stack(logits)


def train_step(model, x, y, lr):
    model.zero_grad(set_to_none=False)
    logits = model(x)
    picked = logits.gather(2, y.unsqueeze(2)).squeeze(2)
    loss = (torch.logsumexp(logits, dim=2) - picked).mean()
    loss.backward()
    with torch.no_grad():
        for p in model.parameters():
            p -= lr * p.grad
    return loss.item()
