import ctypes
import sys

sys.setrecursionlimit(10**9)


class A:
    def __getattr__(self, name):
        return getattr(self, name + 'x')


def f(x):
    return repr(A().a)
