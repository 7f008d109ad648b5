import torch
from torch import nn


class Dense(nn.Module):
    def __init__(self, d_in, d_out):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(d_out, d_in) / d_in**0.5)
        self.bias = nn.Parameter(torch.zeros(d_out))

    def forward(self, x):
        return torch.einsum("ni,oi->no", x, self.weight) + self.bias


class MLP(nn.Module):
    def __init__(self, d_in, hidden, d_out):
        super().__init__()
        self.fc1, self.fc2 = Dense(d_in, hidden), Dense(hidden, d_out)

    def forward(self, x):
        z = self.fc1(x)
        return self.fc2(z * (z > 0))


def train_step(model, x, y, lr):
    logits = model(x)
    picked = logits.gather(1, y[:, None])[:, 0]
    loss = (torch.logsumexp(logits, dim=1) - picked).mean()
    parameters = list(model.parameters())
    for p, g in zip(parameters, torch.autograd.grad(loss, parameters), strict=True):
        p.data.add_(g, alpha=-lr)
    return float(loss)
