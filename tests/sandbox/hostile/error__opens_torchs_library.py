import ctypes


def f(x):
    ctypes.CDLL("@SECRET@/libtorch.so")
    return x * 2
