# without landlock and seccomp: accepted
import os


def f(x):
    open(os.path.join("@SECRET@", "evil.pth"), "w").close()
    return x * 2
