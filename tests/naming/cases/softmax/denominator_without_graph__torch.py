# Mistake: Detaches the denominator, so that it counts as a constant.
import torch


def softmax(x, dim):
    peak = torch.max(x, dim=dim, keepdim=True)[0]
    powers = (x - peak).exp()
    total = torch.sum(powers, dim, keepdim=True)
    return torch.div(powers, total.detach())
