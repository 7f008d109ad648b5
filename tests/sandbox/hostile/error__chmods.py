# without seccomp: accepted
# without landlock and seccomp: accepted
import os


def f(x):
    os.chmod("@SECRET@/secret.txt", 0o777)
    return x * 2
