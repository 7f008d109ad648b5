# without seccomp: error+accepted
# without landlock and seccomp: error+accepted
# namespaces alone: error+accepted
import os
import resource


def f(x):
    resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE, (1, 1))
    return x * 2
