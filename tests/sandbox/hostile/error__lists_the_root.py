# without landlock: accepted
# without landlock and seccomp: accepted
import os


def f(x):
    assert os.listdir("/")
    return x * 2
