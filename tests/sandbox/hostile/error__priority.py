# without seccomp: accepted
# without landlock and seccomp: accepted
# namespaces alone: accepted
import os


def f(x):
    os.setpriority(os.PRIO_PROCESS, 0, 19)
    return x * 2
