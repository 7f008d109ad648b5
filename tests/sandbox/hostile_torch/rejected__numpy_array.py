import warnings

import torch

warnings.simplefilter('ignore')


def f(x):
    return x.detach().numpy() * 2
