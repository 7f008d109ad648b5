import warnings

import torch

warnings.simplefilter('ignore')


def f(x):
    return (x * 2).half()
