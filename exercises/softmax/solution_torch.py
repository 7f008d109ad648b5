import torch


def softmax(x, dim):
    # The maximum of each slice cancels in the quotient; without it exp overflows.
    e = torch.exp(x - x.amax(dim=dim, keepdim=True))
    return e / e.sum(dim=dim, keepdim=True)
