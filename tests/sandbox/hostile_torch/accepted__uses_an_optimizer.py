import torch


def f(x):
    w = torch.nn.Parameter(torch.ones(()))
    for kind in (torch.optim.SGD, torch.optim.Adam):
        optimizer = kind([w], lr=0.1)
        (w * 3).backward()
        optimizer.step()
    return x * 2
