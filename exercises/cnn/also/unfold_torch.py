import torch
import torch.nn.functional as F
from torch import nn


class Conv(nn.Module):
    def __init__(self, c_in, c_out):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(c_out, c_in, 3, 3) / 3)
        self.bias = nn.Parameter(torch.zeros(c_out))

    def forward(self, x):
        columns = F.unfold(x, 3, padding=1)
        out = self.weight.flatten(1) @ columns + self.bias[:, None]
        return out.unflatten(2, x.shape[2:])


class CNN(nn.Module):
    def __init__(self, in_channels, channels, classes):
        super().__init__()
        self.conv1 = Conv(in_channels, channels)
        self.conv2 = Conv(channels, 2 * channels)
        self.fc = nn.Linear(2 * channels, classes)

    def forward(self, x):
        x = torch.relu(self.conv1(x))
        n, c, h, w = x.shape
        blocks = F.unfold(x, 2, stride=2).view(n, c, 4, h // 2, w // 2)
        x = blocks.max(dim=2).values
        x = torch.relu(self.conv2(x))
        return self.fc(x.sum(dim=(2, 3)) / (x.shape[2] * x.shape[3]))


def train_step(model, x, y, lr):
    logits = model(x)
    picked = logits.gather(1, y[:, None])[:, 0]
    loss = (torch.logsumexp(logits, dim=1) - picked).mean()
    parameters = list(model.parameters())
    for p, g in zip(parameters, torch.autograd.grad(loss, parameters), strict=True):
        p.data.add_(g, alpha=-lr)
    return float(loss)
