# without seccomp: crashed
# without landlock and seccomp: crashed
# namespaces alone: crashed
import os
import signal


def f(x):
    os.kill(0, signal.SIGKILL)
    return x * 2
