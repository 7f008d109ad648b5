import numpy as np


def f(x):
    return "2"
