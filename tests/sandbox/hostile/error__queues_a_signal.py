# without landlock and seccomp: accepted
# namespaces alone: accepted
import os
import signal


def f(x):
    os.kill(os.getppid(), signal.SIGSTOP)
    os.kill(os.getppid(), signal.SIGCONT)
    return x * 2
