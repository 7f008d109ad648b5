import os

import torch


def f(x):
    beside = os.path.dirname(os.path.dirname(torch.__file__))
    assert os.listdir(beside)
    return x * 2
