import os


def f(x):
    os.write(4, b'\xff' * 4096)
    return x * 2
