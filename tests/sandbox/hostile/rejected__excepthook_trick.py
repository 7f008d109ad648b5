import sys

sys.excepthook = sys.unraisablehook = lambda *a: None


def f(x):
    return x
