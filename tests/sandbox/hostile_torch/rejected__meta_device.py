import warnings

import torch

warnings.simplefilter('ignore')


def f(x):
    return torch.ones(2, 3, device='meta')
