def f(x):
    return x * (7 ** (10**9) % 2)
