import os
import sys


def f(x):
    while True:
        sys.stderr.write("e" * 10_000)
        os.write(2, b"e" * 10_000)
