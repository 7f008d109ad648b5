import torch
from torch import nn

DIMS = (0, 2, 3)


def per_channel(values):
    """(C,) -> (1, C, 1, 1)."""
    return values[:, None, None]


class BatchNorm2d(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.weight = nn.Parameter(torch.ones(num_features))
        self.bias = nn.Parameter(torch.zeros(num_features))
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.ones(num_features))

    def forward(self, x):
        mean, var = x.mean(dim=DIMS), x.var(dim=DIMS, unbiased=False)
        if self.training:
            count = x.numel() / x.shape[1]
            self.track(self.running_mean, mean)
            self.track(self.running_var, var * count / (count - 1))
        x_hat = (x - per_channel(mean)) / per_channel(torch.sqrt(var + self.eps))
        return per_channel(self.weight) * x_hat + per_channel(self.bias)

    @torch.no_grad()
    def track(self, running, value):
        """Move a running statistic towards `value`; no graph may stay behind in it."""
        running.lerp_(value, self.momentum)
