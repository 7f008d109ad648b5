class Odd(BaseException):
    pass


def f(x):
    raise Odd('odd')
