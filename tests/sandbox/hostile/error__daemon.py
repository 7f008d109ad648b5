# without seccomp: accepted+error
# without landlock and seccomp: accepted+error
# namespaces alone: accepted+error
import os
import time


def f(x):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(600)
        os._exit(0)
    os.wait()
    return x * 2
