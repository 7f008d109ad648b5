# Mistake: Subtracts the maximum of the whole array instead of each slice's own.
import torch


def softmax(x, dim):
    peak = torch.max(x)
    powers = (x - peak).exp()
    total = torch.sum(powers, dim, keepdim=True)
    return torch.div(powers, total)
