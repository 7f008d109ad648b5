# without seccomp: accepted
# without landlock and seccomp: accepted
# namespaces alone: accepted
import os


def f(x):
    os.kill(-1, 0)
    return x * 2
