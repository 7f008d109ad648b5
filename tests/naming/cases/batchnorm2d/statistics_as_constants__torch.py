# Mistake: Takes the statistics from a detached copy of x.
import torch
from torch import nn


class BatchNorm2d(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.weight = nn.Parameter(torch.ones(num_features))
        self.bias = nn.Parameter(torch.zeros(num_features))
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.ones(num_features))

    def forward(self, x):
        mu, var = self.running_mean, self.running_var
        if self.training:
            pixels = x.detach().transpose(0, 1).flatten(1)
            mu = pixels.mean(1)
            var = pixels.var(1, unbiased=False)
            with torch.no_grad():
                fair = pixels.var(1)
                self.running_mean.lerp_(mu, self.momentum)
                self.running_var.lerp_(fair, self.momentum)
        mu, var = mu[:, None, None], var[:, None, None]
        unit = (x - mu) / torch.sqrt(var + self.eps)
        return unit * self.weight[:, None, None] + self.bias[:, None, None]
