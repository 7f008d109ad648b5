# without landlock and seccomp: accepted
import os

os.symlink("/etc/passwd", "link")


def f(x):
    return x * 2
