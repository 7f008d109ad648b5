from collections import OrderedDict

import torch
from torch import nn


class MLP(nn.Sequential):
    def __init__(self, d_in, hidden, d_out):
        layers = [("fc1", nn.Linear(d_in, hidden)), ("relu", nn.ReLU(inplace=True))]
        super().__init__(OrderedDict([*layers, ("fc2", nn.Linear(hidden, d_out))]))


def train_step(model, x, y, lr):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    optimizer.zero_grad()
    loss = nn.CrossEntropyLoss()(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.detach()
