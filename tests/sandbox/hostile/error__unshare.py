# without seccomp: error+accepted
# without landlock and seccomp: error+accepted
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def must(answer):
    if answer == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return answer


def f(x):
    must(libc.unshare(0x10000000))
    return x * 2
