import torch
import torch.nn.functional as F
from torch import nn


class CNN(nn.Module):
    """The convolution as a matrix product over patches, the pool as a mean over axes."""

    def __init__(self, in_channels, channels, classes, height, width):
        super().__init__()
        self.conv = nn.Conv2d(in_channels, channels, 3)
        self.fc = nn.Linear(channels * int(height / 2) * int(width / 2), classes)

    def forward(self, x):
        n, _, height, width = x.shape
        patches = F.unfold(x, 3, padding=1)
        maps = self.conv.weight.flatten(1) @ patches + self.conv.bias[:, None]
        maps = F.relu(maps).view(n, -1, height, width)
        even = maps[:, :, : height // 2 * 2, : width // 2 * 2]
        pooled = even.unflatten(3, (-1, 2)).unflatten(2, (-1, 2)).mean(dim=(3, 5))
        return F.linear(pooled.reshape(n, self.fc.in_features), self.fc.weight, self.fc.bias)


def train_step(model, x, y, lr):
    log_p = torch.log_softmax(model(x), dim=1)
    loss = -log_p[torch.arange(len(y)), y].mean()
    for p, grad in zip(model.parameters(), torch.autograd.grad(loss, model.parameters())):
        p.data -= lr * grad
    return float(loss)
