# without seccomp: accepted
# without landlock and seccomp: accepted
import os


def f(x):
    os.utime("@SECRET@/secret.txt", (0, 0))
    return x * 2
