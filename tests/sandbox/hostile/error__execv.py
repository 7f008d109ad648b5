# without landlock and seccomp: exited
# namespaces alone: exited
import os


def f(x):
    os.execv("/bin/true", ["true"])
    return x * 2
