# without landlock and seccomp: accepted+error
# namespaces alone: accepted+error
import os


def f(x):
    os.waitpid(os.posix_spawn("/bin/true", ["true"], {}), 0)
    return x * 2
