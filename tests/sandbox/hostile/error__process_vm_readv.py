import ctypes
import os
import platform

X86 = platform.machine() == "x86_64"
libc = ctypes.CDLL(None, use_errno=True)


def must(answer):
    if answer == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return answer


def f(x):
    must(libc.syscall(310 if X86 else 270, os.getppid(), 0, 0, 0, 0, 0))
    raise OSError(1, 'nothing was read')
    return x * 2
