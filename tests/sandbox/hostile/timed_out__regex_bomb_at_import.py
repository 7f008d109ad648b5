import re

re.fullmatch(r"(x|xx|x*)*y", "x" * 200)


def f(x):
    return x * 2
