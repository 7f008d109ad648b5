import warnings

import torch

warnings.simplefilter('ignore')


def f(x):
    return torch.eye(3).to_sparse()
