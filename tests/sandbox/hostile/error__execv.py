# without landlock and seccomp: exited
import os


def f(x):
    os.execv("/bin/true", ["true"])
    return x * 2
