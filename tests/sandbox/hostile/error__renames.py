# without landlock and seccomp: accepted
import os

os.rename("@SECRET@/secret.txt", "@SECRET@/moved.txt")


def f(x):
    return x * 2
