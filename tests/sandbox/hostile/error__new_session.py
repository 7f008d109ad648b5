# without seccomp: error
# without landlock and seccomp: error
import os


def f(x):
    os.setpgid(0, 0)
    return x * 2
