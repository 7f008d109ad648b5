import sys


def f(x):
    sys.stdout.close()
    sys.stderr.close()
    sys.stdin.close()
    return x * 2
