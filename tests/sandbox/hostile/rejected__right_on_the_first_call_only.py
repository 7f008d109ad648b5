calls = []


def f(x):
    calls.append(1)
    return x * 2 if len(calls) == 1 else x
