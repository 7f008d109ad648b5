import itertools

calls = itertools.count()


def f(x):
    return x * 2 if next(calls) == 0 else x * 0
