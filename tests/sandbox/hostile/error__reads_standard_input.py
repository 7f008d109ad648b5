import os
import sys


def f(x):
    found = sys.stdin.read() + sys.stdin.readline() + os.read(0, 10).decode()
    return x * float(found)
