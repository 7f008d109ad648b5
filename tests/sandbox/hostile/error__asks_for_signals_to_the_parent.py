# without seccomp: accepted
# without landlock and seccomp: accepted
# namespaces alone: accepted
import fcntl
import os


def f(x):
    fcntl.fcntl(3, fcntl.F_SETOWN, os.getppid())
    return x * 2
