import os

import torch

place = os.path.dirname(torch.__file__)
while place != os.path.dirname(place):
    place = os.path.dirname(place)
    torch.__path__.append(place)


def f(x):
    import torch.quizkit.grading.checks
    return x * 2
