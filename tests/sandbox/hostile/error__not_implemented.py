def f(x):
    raise NotImplementedError
