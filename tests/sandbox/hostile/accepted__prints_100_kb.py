def f(x):
    for _ in range(1000):
        print("." * 100)
    return x * 2
