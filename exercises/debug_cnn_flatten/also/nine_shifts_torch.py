import torch
import torch.nn.functional as F
from torch import nn


class CNN(nn.Module):
    """Nine shifted images, one per entry of the kernel; the pool as four strided slices."""

    def __init__(self, in_channels, channels, classes, height, width):
        super().__init__()
        self.conv = nn.Conv2d(in_channels, channels, 3)
        self.fc = nn.Linear(channels * (height >> 1) * (width >> 1), classes)

    def forward(self, x):
        height, width = x.shape[-2:]
        padded = F.pad(x, (1, 1, 1, 1))
        maps = self.conv.bias[:, None, None]
        for k, weight in enumerate(self.conv.weight.flatten(2).unbind(2)):
            i, j = divmod(k, 3)
            shifted = padded[..., i : i + height, j : j + width]
            maps = maps + torch.einsum("oc,nchw->nohw", weight, shifted)
        maps = torch.where(maps > 0, maps, 0.0)[..., : height - height % 2, : width - width % 2]
        top, bottom = maps[..., 0::2, :], maps[..., 1::2, :]
        pooled = (top[..., 0::2] + top[..., 1::2] + bottom[..., 0::2] + bottom[..., 1::2]) * 0.25
        return self.fc(torch.cat([p.flatten().unsqueeze(0) for p in pooled]))


def train_step(model, x, y, lr):
    for p in model.parameters():
        p.grad = None
    loss = F.nll_loss(F.log_softmax(model(x), dim=-1), y)
    loss.backward()
    with torch.no_grad():
        for p in model.parameters():
            p.copy_(p - lr * p.grad)
    return loss.item()
