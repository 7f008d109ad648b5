import warnings

import torch

warnings.simplefilter('ignore')


def f(x):
    return torch.quantize_per_tensor(torch.ones(2, 3).float(), 0.1, 0, torch.qint8)
