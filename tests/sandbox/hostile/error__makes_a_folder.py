# without landlock and seccomp: accepted
import os

os.mkdir("new")
os.chmod("new", 0)


def f(x):
    return x * 2
