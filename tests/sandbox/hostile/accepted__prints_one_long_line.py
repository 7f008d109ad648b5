def f(x):
    print("x" * 200_000, end="")
    return x * 2
