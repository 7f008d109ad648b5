# without landlock and seccomp: accepted+error
# namespaces alone: accepted+error
import os


def f(x):
    code = os.system("true")
    if code:
        raise OSError(code, "no shell")
    return x * 2
