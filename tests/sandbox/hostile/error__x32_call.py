# without seccomp: accepted+error
# without landlock and seccomp: accepted+error
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def must(answer):
    if answer == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return answer


def f(x):
    must(libc.syscall(0x40000000 + 39))
    return x * 2
