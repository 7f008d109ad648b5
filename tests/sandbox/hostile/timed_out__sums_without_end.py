def f(x):
    return x * sum(range(10**13))
