def f(x):
    return x * float(input())
