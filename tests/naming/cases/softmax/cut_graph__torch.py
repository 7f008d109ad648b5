# Mistake: Detaches x before the exponential.
import torch


def softmax(x, dim):
    peak = torch.max(x, dim=dim, keepdim=True)[0]
    powers = (x - peak).detach().exp()
    total = torch.sum(powers, dim, keepdim=True)
    return torch.div(powers, total)
