import torch


def softmax(x, dim):
    x -= x.detach().amax(dim=dim, keepdim=True)
    e = torch.exp(x)
    return e / e.sum(dim=dim, keepdim=True)
