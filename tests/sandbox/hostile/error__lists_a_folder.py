# without landlock: accepted
# without landlock and seccomp: accepted
# namespaces alone: accepted
import os


def f(x):
    assert os.listdir("@SECRET@")
    return x * 2
