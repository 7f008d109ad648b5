# without seccomp: accepted
# without landlock and seccomp: accepted
# namespaces alone: accepted
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def must(answer):
    if answer == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return answer


def f(x):
    must(libc.prctl(1, 0, 0, 0, 0))
    return x * 2
