import torch

import quizgrad


def f(x):
    return x * 2
