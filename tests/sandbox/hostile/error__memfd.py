import os


def f(x):
    os.write(os.memfd_create("x"), b"x")
    return x * 2
