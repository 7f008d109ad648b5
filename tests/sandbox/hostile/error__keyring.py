# without seccomp: accepted+error
# without landlock and seccomp: accepted+error
# namespaces alone: accepted+error
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
    must(libc.syscall(248 if X86 else 217, b'user', b'k', b'v', 1, -3))
    return x * 2
