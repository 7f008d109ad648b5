import torch
from torch import nn


# Channels last, as one matrix of N * H * W rows; the buffers are replaced by detached values.
class BatchNorm2d(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__()
        self.eps = eps
        self.momentum = momentum
        self.bias = nn.Parameter(torch.zeros(num_features))
        self.weight = nn.Parameter(torch.ones(num_features))
        for name, start in (("running_var", 1.0), ("running_mean", 0.0)):
            self.register_buffer(name, torch.full((num_features,), start))

    def forward(self, x):
        rows = x.movedim(1, -1).reshape(-1, x.size(1))
        if self.training:
            unbiased, mean = torch.var_mean(rows, dim=0, correction=1)
            new = unbiased.detach() * self.momentum
            self.running_var = self.running_var * (1 - self.momentum) + new
            self.running_mean = (1 - self.momentum) * self.running_mean
            self.running_mean += mean.detach() * self.momentum
            var = rows.sub(mean).square().mean(0)
        else:
            mean, var = self.running_mean.clone(), self.running_var.clone()
        rows = torch.addcmul(self.bias, rows - mean, self.weight * (var + self.eps).rsqrt())
        return rows.unflatten(0, (x.size(0), *x.shape[2:])).movedim(-1, 1)
