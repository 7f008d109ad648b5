import os


def f(x):
    os.chroot("/")
    return x * 2
