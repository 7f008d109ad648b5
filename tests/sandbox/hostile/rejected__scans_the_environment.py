import os


def f(x):
    return x * len(os.environ)
