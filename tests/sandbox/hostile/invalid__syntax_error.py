def f(x:
    return
