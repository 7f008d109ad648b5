# without seccomp: accepted+error
# without landlock and seccomp: accepted+error
# namespaces alone: accepted+error
import os
import time


def f(x):
    for _ in range(40):
        if os.fork() == 0:
            time.sleep(600)
    return x * 2
