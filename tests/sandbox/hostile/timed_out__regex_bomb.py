import re


def f(x):
    re.match(r'(a+)+$', 'a' * 64 + 'b')
    return x * 2
