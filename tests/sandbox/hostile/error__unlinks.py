# without landlock and seccomp: accepted
import os

os.unlink("@SECRET@/secret.txt")


def f(x):
    return x * 2
