from collections import OrderedDict

import torch
from torch import nn


class CNN(nn.Sequential):
    """The layers in a row; the size of the features is asked from a forward pass."""

    def __init__(self, in_channels, channels, classes, height, width):
        layers = OrderedDict(
            conv=nn.Conv2d(in_channels, channels, 3, padding="same"),
            relu=nn.ReLU(),
            pool=nn.AvgPool2d(kernel_size=2, stride=2),
            flatten=nn.Flatten(),
        )
        with torch.no_grad():
            probe = nn.Sequential(layers)(torch.zeros(1, in_channels, height, width))
        super().__init__(layers)
        self.add_module("fc", nn.Linear(probe.shape[1], classes))


def train_step(model, x, y, lr):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    loss = nn.CrossEntropyLoss()(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss
