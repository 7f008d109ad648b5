# without seccomp: accepted+error
# without landlock and seccomp: accepted+error
# namespaces alone: accepted+error
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def must(answer):
    if answer == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return answer


def f(x):
    args = (ctypes.c_uint64 * 8)(0, 0, 0, 0, 17, 0, 0, 0)
    if must(libc.syscall(435, args, 64)) == 0:
        os._exit(0)
    return x * 2
